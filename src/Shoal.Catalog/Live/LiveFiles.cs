using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Shoal.Catalog.Live;

/// <summary>
/// Who is there and what he shares now, in memory: a card for each file by its number. One thread writes; any may read, and sees a card whole or not at all but while its owner shares
/// the file anew, so what is found by a card is checked with the file itself.
/// </summary>
internal sealed class LiveFiles
{
    private readonly ConcurrentDictionary<int, Visit> _visits = new();
    private readonly Stack<Undoing> _undo = new();
    private CardChunk?[] _chunks = [];

    /// <summary>How many files. The writer's, like the next.</summary>
    public long Files { get; private set; }

    public long Bytes { get; private set; }

    public bool TryGetVisit(int owner, [NotNullWhen(true)] out Visit? visit) => _visits.TryGetValue(owner, out visit);

    /// <summary>Who shares this file now; 0 for nobody.</summary>
    public int OwnerOf(long id) => ChunkOf(id) is { } chunk ? Volatile.Read(ref chunk.Cards[id % CardChunk.Length].Owner) : 0;

    /// <summary>The card of a file that is shared now.</summary>
    public bool TryGet(long id, out Card card)
    {
        if (ChunkOf(id) is { } chunk)
        {
            ref var place = ref chunk.Cards[id % CardChunk.Length];
            var owner = Volatile.Read(ref place.Owner);
            card = place;
            card.Owner = owner;
            return owner != 0;
        }

        card = default;
        return false;
    }

    /// <summary>The highest number at or below that one where a file may be that is shared now; 0 where there is none.</summary>
    public long HighestFrom(long id)
    {
        var chunks = Volatile.Read(ref _chunks);
        for (var at = Math.Min(id / CardChunk.Length, chunks.Length - 1); at >= 0; at--)
        {
            if (Volatile.Read(ref chunks[at]) is not null)
            {
                return Math.Min(id, ((at + 1) * CardChunk.Length) - 1);
            }
        }

        return 0;
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
    public void Add(long id, in Card card, Visit visit)
    {
        _undo.Push(new Undoing(id, default, visit));
        Put(id, card, visit);
    }

    /// <summary>He shares it no longer.</summary>
    public void Remove(long id, Visit visit)
    {
        TryGet(id, out var card);
        _undo.Push(new Undoing(id, card, visit));
        Take(id, visit);
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

    /// <summary>What was done since stays.</summary>
    public void Keep() => _undo.Clear();

    /// <summary>What was done since <see cref="Keep"/> is undone.</summary>
    public void Undo()
    {
        while (_undo.TryPop(out var last))
        {
            if (last.Id == 0)
            {
                UndoVisit(last);
            }
            else if (last.Card.Owner == 0)
            {
                Take(last.Id, last.Visit!);
            }
            else
            {
                Put(last.Id, last.Card, last.Visit!);
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

    private CardChunk? ChunkOf(long id)
    {
        var chunks = Volatile.Read(ref _chunks);
        var at = id / CardChunk.Length;
        return at < chunks.Length ? Volatile.Read(ref chunks[at]) : null;
    }

    private void Put(long id, in Card card, Visit visit)
    {
        var at = id / CardChunk.Length;
        if (at >= _chunks.Length)
        {
            var chunks = new CardChunk?[Math.Max(at + 1, 2 * _chunks.Length)];
            _chunks.CopyTo(chunks, 0);
            Volatile.Write(ref _chunks, chunks);
        }

        var chunk = _chunks[at];
        if (chunk is null)
        {
            Volatile.Write(ref _chunks[at], chunk = new CardChunk());
        }

        ref var place = ref chunk.Cards[id % CardChunk.Length];
        var whole = card;
        whole.Owner = 0;
        place = whole;
        Volatile.Write(ref place.Owner, card.Owner);
        chunk.Used++;
        visit.Add(id);
        visit.Files++;
        visit.Bytes += card.Size;
        Files++;
        Bytes += card.Size;
    }

    private void Take(long id, Visit visit)
    {
        var at = id / CardChunk.Length;
        var chunk = _chunks[at]!;
        ref var place = ref chunk.Cards[id % CardChunk.Length];
        Volatile.Write(ref place.Owner, 0);
        visit.Files--;
        visit.Bytes -= place.Size;
        Files--;
        Bytes -= place.Size;
        if (--chunk.Used == 0)
        {
            Volatile.Write(ref _chunks[at], null);
        }
    }
}
