using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Shoal.Catalog.Live;

/// <summary>
/// Who is there and what he shares now, in memory. Each share has a number, the next for the next, which no other ever has: a card by it, and the words that find it. One thread writes; any may
/// read, and sees what was written up to <see cref="Last"/>.
/// </summary>
internal sealed class LiveFiles
{
    /// <summary>Bytes of memory of a share beside its words, its card and its facts: their object, and the place in the list of its owner.</summary>
    private const int BytesPerFile = 32;

    private readonly ConcurrentDictionary<int, Visit> _visits = new();
    private readonly Stack<Undoing> _undo = new();
    private readonly Chunks<Card> _cards = new();

    /// <summary>By the numbers of files: the number of the share; 0 where nobody shares it now.</summary>
    private readonly Chunks<long> _shares = new();

    /// <summary>The number of the last share, whether it stays or not.</summary>
    private long _given;
    private long _last;
    private long _facts;

    /// <summary>Some shares are over whose words no sweep has looked for yet.</summary>
    private bool _isUnswept;

    /// <summary>The words of what is shared.</summary>
    public WordIndex Words { get; } = new();

    /// <summary>The last share that stays: what has a higher number is not written yet.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>How many files. The writer's, like the next.</summary>
    public long Files { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>Bytes of memory that it takes, roughly. The writer's.</summary>
    public long Memory => Words.Memory + _cards.Memory + _shares.Memory + _facts + (BytesPerFile * Files);

    public bool TryGetVisit(int owner, [NotNullWhen(true)] out Visit? visit) => _visits.TryGetValue(owner, out visit);

    /// <summary>Who shares this file now; 0 for nobody.</summary>
    public int OwnerOf(long id) => TryGet(ShareOf(id), out var card) ? card.Owner : 0;

    /// <summary>The card of a share that is not over.</summary>
    public bool TryGet(long share, out Card card)
    {
        var place = _cards.At(share);
        if (place.IsEmpty || Volatile.Read(ref place[0].Owner) is not (not 0 and var owner))
        {
            card = default;
            return false;
        }

        card = place[0];
        card.Owner = owner;
        return card.Facts is not null;
    }

    /// <summary>What a file's owner shares now; null where nobody shares it.</summary>
    public FoundFile? Find(long id) => Read(ShareOf(id));

    /// <summary>What is shared; null where it is over, or not written yet.</summary>
    public FoundFile? Read(long share) => share <= Last && TryGet(share, out var card) ? new FoundFile(card.Id, new OwnerId(card.Owner), FileFacts.Read(card)) : null;

    /// <summary>True when nobody shares that any longer.</summary>
    public bool IsOver(long share)
    {
        var place = _cards.At(share);
        return place.IsEmpty || Volatile.Read(ref place[0].Owner) == 0;
    }

    /// <summary>He is there, and shares nothing yet.</summary>
    public void Arrive(int owner, Presence presence)
    {
        Depart(owner);
        _visits[owner] = new Visit(presence);
        _undo.Push(new Undoing(owner, null));
    }

    /// <summary>He is gone.</summary>
    public void Depart(int owner)
    {
        if (TryGetVisit(owner, out var visit))
        {
            RemoveAll(owner, visit);
            _visits.TryRemove(owner, out _);
            _undo.Push(new Undoing(owner, visit));
        }
    }

    public void Update(Visit visit, Presence presence)
    {
        _undo.Push(new Undoing(visit, visit.Presence));
        visit.Presence = presence;
    }

    /// <summary>He shares this file, which nobody shares now.</summary>
    /// <param name="id">Its number in the catalog.</param>
    /// <param name="owner">Who.</param>
    /// <param name="visit">Of his.</param>
    /// <param name="file">What.</param>
    /// <param name="source">A hash of its token and size; 0 where it has no token.</param>
    public void Add(long id, OwnerId owner, Visit visit, SharedFile file, uint source)
    {
        var share = ++_given;
        var words = Words.Add(share, file.Text, source);
        _undo.Push(new Undoing(share, default, visit));
        Put(share, Card.Of(id, owner, visit.Presence, file, source, words), visit);
    }

    /// <summary>He shares it no longer.</summary>
    public void Remove(long id, Visit visit)
    {
        var share = ShareOf(id);
        TryGet(share, out var card);
        _undo.Push(new Undoing(share, card, visit));
        Take(share, visit);
        visit.Tidy(this, card.Owner);
    }

    /// <summary>He shares nothing any longer.</summary>
    public void RemoveAll(int owner, Visit visit)
    {
        foreach (var id in visit.TakeAll())
        {
            if (OwnerOf(id) == owner)
            {
                Remove(id, visit);
            }
        }
    }

    /// <summary>What was done since stays, and is found from now on.</summary>
    public void Keep()
    {
        Volatile.Write(ref _last, _given);
        if (_isUnswept || Words.IsSweeping)
        {
            _isUnswept &= Words.IsSweeping;
            Words.Sweep(this, (long)Limits.SweptForEach * _undo.Count);
        }

        _undo.Clear();
    }

    /// <summary>What was done since <see cref="Keep"/> is undone.</summary>
    public void Undo()
    {
        while (_undo.TryPop(out var last))
        {
            if (last.Share == 0)
            {
                UndoVisit(last);
            }
            else if (last.Card.Owner == 0)
            {
                Take(last.Share, last.Visit!);
            }
            else
            {
                Put(last.Share, last.Card, last.Visit!);
            }
        }
    }

    private void UndoVisit(in Undoing last)
    {
        if (last.Owner == 0)
        {
            last.Visit!.Presence = last.Presence;
        }
        else if (last.Visit is { } gone)
        {
            _visits[last.Owner] = gone;
        }
        else
        {
            _visits.TryRemove(last.Owner, out _);
        }
    }

    private long ShareOf(long id) => _shares.At(id) is [var share] ? Volatile.Read(ref share) : 0;

    private void Put(long share, in Card card, Visit visit)
    {
        ref var place = ref _cards.Add(share);
        var whole = card;
        whole.Owner = 0;
        place = whole;
        Volatile.Write(ref place.Owner, card.Owner);
        Volatile.Write(ref _shares.Add(card.Id), share);
        _facts += card.Facts!.Length;
        visit.Add(card.Id);
        visit.Files++;
        visit.Bytes += card.Size;
        Files++;
        Bytes += card.Size;
    }

    private void Take(long share, Visit visit)
    {
        ref var place = ref _cards.At(share)[0];
        var (id, size) = (place.Id, place.Size);
        Volatile.Write(ref place.Owner, 0);
        _facts -= place.Facts!.Length;
        place.Facts = null;
        _cards.Remove(share);
        Volatile.Write(ref _shares.At(id)[0], 0);
        _shares.Remove(id);
        _isUnswept = true;
        visit.Files--;
        visit.Bytes -= size;
        Files--;
        Bytes -= size;
    }
}
