using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Readings;

namespace Shoal.TrackerServer.Accounts;

/// <summary>
/// The figures of a private tracker's users, in memory. Announces add to them from any thread, under one of several short locks; the keeper takes what changed and writes it.
/// What waits is added up where it lies, so nothing grows with the number of announces.
/// </summary>
internal sealed class AccountBooks
{
    private readonly TimeProvider _time;
    private readonly AccountOptions _options;
    private readonly Shelf[] _shelves = new Shelf[Limits.Shelves];
    private readonly ShareKeyComparer _comparer;
    private long _shares;
    private long _tooMuch;
    private long _unaccounted;

    public AccountBooks(TimeProvider time, ISecrets secrets, AccountOptions options)
    {
        _time = time;
        _options = options;
        Span<byte> key = stackalloc byte[sizeof(ulong)];
        secrets.Fill(key);
        _comparer = new ShareKeyComparer(BitConverter.ToUInt64(key));
        for (var i = 0; i < _shelves.Length; i++)
        {
            _shelves[i] = new Shelf(_comparer);
        }
    }

    /// <summary>Bytes that were more than a line can carry.</summary>
    public long TooMuch => Interlocked.Read(ref _tooMuch);

    public AccountReading Read() => new(Interlocked.Read(ref _shares), TooMuch, Interlocked.Read(ref _unaccounted));

    public void Note(long user, in Sha1Hash torrent, in Figures figures)
    {
        var key = new ShareKey(user, torrent);
        var now = Now();
        var shelf = ShelfOf(key);
        long tooMuch;
        lock (shelf.Gate)
        {
            if (!TryFind(shelf, key, out var share))
            {
                Interlocked.Increment(ref _unaccounted);
                return;
            }

            var waits = share.IsChanged;
            tooMuch = share.Note(figures, now, _options);
            if (!waits)
            {
                shelf.Changed.Enqueue(share);
            }
        }

        if (tooMuch > 0)
        {
            Interlocked.Add(ref _tooMuch, tooMuch);
        }
    }

    /// <summary>Takes in what a peer said before the tracker began.</summary>
    public void Restore(in ShareKey key, in PeerState peer, long seedingUntil)
    {
        var shelf = ShelfOf(key);
        lock (shelf.Gate)
        {
            if (TryFind(shelf, key, out var share))
            {
                share.Restore(peer, seedingUntil);
            }
        }
    }

    /// <summary>Takes some of what changed; false where nothing did. A lock is held for a few shares at a time.</summary>
    public bool Take(AccountBatch into)
    {
        foreach (var shelf in _shelves)
        {
            while (into.Shares.Count < Limits.SharesPerBatch && TakeSome(shelf, into))
            {
            }
        }

        return !into.IsEmpty;
    }

    /// <summary>Forgets, on one shelf, who was not there for long; what is not written stays.</summary>
    public void Sweep(int shelf)
    {
        var old = Oldest();
        var (gate, shares) = (_shelves[shelf].Gate, _shelves[shelf].Shares);
        lock (gate)
        {
            foreach (var (key, share) in shares)
            {
                if (share.Seen < old && !share.IsChanged)
                {
                    shares.Remove(key);
                    Interlocked.Decrement(ref _shares);
                }
            }
        }
    }

    /// <summary>When who is remembered may have spoken last, in seconds since 1970.</summary>
    public long Oldest() => Now() - (long)Limits.PeerMemory.TotalSeconds;

    public long Now() => _time.GetUtcNow().ToUnixTimeSeconds();

    private static bool TakeSome(Shelf shelf, AccountBatch into)
    {
        lock (shelf.Gate)
        {
            for (var i = 0; i < Limits.SharesPerLock; i++)
            {
                if (!shelf.Changed.TryDequeue(out var share))
                {
                    return false;
                }

                share.Take(into);
            }
        }

        return true;
    }

    private bool TryFind(Shelf shelf, in ShareKey key, out Share share)
    {
        if (shelf.Shares.TryGetValue(key, out share!))
        {
            return true;
        }

        share = new Share(key);
        if (Interlocked.Increment(ref _shares) > Limits.Shares)
        {
            Interlocked.Decrement(ref _shares);
            return false;
        }

        shelf.Shares.Add(key, share);
        return true;
    }

    private Shelf ShelfOf(in ShareKey key) => _shelves[(uint)_comparer.GetHashCode(key) % (uint)_shelves.Length];

    private sealed class Shelf(ShareKeyComparer comparer)
    {
        public Lock Gate { get; } = new();

        public Dictionary<ShareKey, Share> Shares { get; } = new(comparer);

        /// <summary>Each that waits to be written, once.</summary>
        public Queue<Share> Changed { get; } = new();
    }
}
