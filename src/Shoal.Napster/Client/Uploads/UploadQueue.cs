using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Uploads;

/// <summary>
/// Who gets a slot. Users take turns, so that who asks for a hundred files waits no less than who asks for one: next is of those who are sent the least now the one who was served longest ago, and of
/// his files the one that he asked for first.
/// <code>asked ─► Waiting ─► Offered ─► Sending ─► gone        Waiting and not asked again, Offered and not come for: gone</code>
/// </summary>
internal sealed class UploadQueue(int slots, int perUser)
{
    /// <summary>In the order in which they were first asked for.</summary>
    private readonly List<UploadEntry> _uploads = [];

    /// <summary>When each was served last, counted in slots that were given.</summary>
    private readonly SortedDictionary<string, long> _served = new(Nick.Comparer);
    private long _turn;

    public IReadOnlyList<UploadEntry> All => _uploads;

    private int Busy => _uploads.Count(static upload => upload.State != UploadState.Waiting);

    /// <summary>A user asks for a file, or asks again. Null: too many wait already.</summary>
    public UploadEntry? Ask(string nick, byte[] name, TimeSpan now)
    {
        var upload = Find(nick, name);
        if (upload is null)
        {
            if (_uploads.Count >= Limits.UploadsWaiting || _uploads.Count(each => Nick.Comparer.Equals(each.Nick, nick)) >= Limits.UploadsOfOne)
            {
                return null;
            }

            upload = new UploadEntry(nick, name);
            _uploads.Add(upload);
        }

        if (upload.State != UploadState.Sending)
        {
            upload.Since = now;
        }

        return upload;
    }

    public UploadEntry? Find(string nick, ReadOnlySpan<byte> name)
    {
        foreach (var upload in _uploads)
        {
            if (upload.Is(nick, name))
            {
                return upload;
            }
        }

        return null;
    }

    /// <summary>Gives a free slot to whose turn it is; null where none is free, or nobody waits.</summary>
    public UploadEntry? OfferNext(TimeSpan now)
    {
        if (Busy >= slots || Next(_uploads, _served) is not { } next)
        {
            return null;
        }

        next.State = UploadState.Offered;
        next.Since = now;
        _served[next.Nick] = ++_turn;
        return next;
    }

    /// <summary>How many slots must be given until it has one, 1 for the next: an estimate, since others come and go.</summary>
    public int PlaceOf(UploadEntry upload)
    {
        var left = _uploads.ConvertAll(static each => new UploadEntry(each.Nick, each.Name) { State = each.State });
        var mine = left[_uploads.IndexOf(upload)];
        var served = new SortedDictionary<string, long>(_served, Nick.Comparer);
        var turn = _turn;
        for (var place = 1; ; place++)
        {
            // Whoever is sent something now will have ended by then.
            if (place > 1 || Next(left, served) is null)
            {
                left.RemoveAll(static each => each.State != UploadState.Waiting);
            }

            var next = Next(left, served);
            if (next == mine || next is null)
            {
                return place;
            }

            next.State = UploadState.Offered;
            served[next.Nick] = ++turn;
        }
    }

    /// <summary>It is over, or nobody wants it any more.</summary>
    public void Remove(UploadEntry upload)
    {
        _uploads.Remove(upload);
        if (!_uploads.Exists(each => Nick.Comparer.Equals(each.Nick, upload.Nick)) && _served.Count > Limits.UploadsWaiting)
        {
            _served.Clear();
        }
    }

    /// <summary>Removes those who did not come for what they were offered, and those who do not ask any more.</summary>
    public void Sweep(TimeSpan now) => _uploads.RemoveAll(upload =>
        (upload.State == UploadState.Offered && now - upload.Since > Limits.OfferPatience)
        || (upload.State == UploadState.Waiting && now - upload.Since > Limits.UploadAskPatience));

    private UploadEntry? Next(List<UploadEntry> uploads, SortedDictionary<string, long> served)
    {
        UploadEntry? best = null;
        var bestKey = (int.MaxValue, long.MaxValue);
        foreach (var upload in uploads)
        {
            if (upload.State != UploadState.Waiting || ReferenceEquals(best, upload))
            {
                continue;
            }

            var busy = uploads.Count(each => each.State != UploadState.Waiting && Nick.Comparer.Equals(each.Nick, upload.Nick));
            var key = (busy, served.GetValueOrDefault(upload.Nick));
            if (busy < perUser && key.CompareTo(bestKey) < 0)
            {
                (best, bestKey) = (upload, key);
            }
        }

        return best;
    }
}
