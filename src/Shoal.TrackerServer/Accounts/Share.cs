using Shoal.Peers;
using Shoal.TrackerServer.Access;
using Shoal.Trackers.Messages;

namespace Shoal.TrackerServer.Accounts;

/// <summary>
/// What a user moves of a torrent. Clients tell totals since they began; the difference to what a peer said before is added up here until it is written.
/// <code>
///   100, 250, 40 (began anew), 90   ─►   0 + 150 + 40 + 50
/// </code>
/// </summary>
internal sealed class Share(ShareKey key)
{
    private readonly List<Peer> _peers = [];
    private ShareChange _change = new(key, 0, 0, 0, 0, null, 0, 0, 0, null);

    /// <summary>Up to when seeding is counted: two peers at once are one.</summary>
    private long _seedingUntil;

    public ShareKey Key => key;

    /// <summary>It waits to be written.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>When somebody last spoke.</summary>
    public long Seen { get; private set; }

    /// <summary>Adds what a peer says; how many bytes were more than its line can carry, and are not counted.</summary>
    public long Note(in Figures figures, long now, AccountOptions options)
    {
        var index = Find(figures.PeerId, out var isNew);
        var before = _peers[index].State;
        var (up, down, tooMuch) = (0L, 0L, 0L);
        // The first words of a peer, and of one that comes back, are where its totals begin.
        if (!isNew && !(before.IsGone && figures.Event == AnnounceEvent.Started))
        {
            var seconds = Math.Clamp(now - before.Seen, 0, (long)Limits.PeerMemory.TotalSeconds);
            var most = options.MostBytesPerSecond * (seconds + 1);
            up = Moved(before.Uploaded, figures.Uploaded, most, ref tooMuch);
            down = Moved(before.Downloaded, figures.Downloaded, most, ref tooMuch);
        }

        var after = new PeerState(figures.PeerId, figures.Uploaded, figures.Downloaded, now, figures.Left == 0, figures.Event == AnnounceEvent.Stopped);
        var hasFinished = after.IsSeed && (figures.Event == AnnounceEvent.Completed || (!isNew && !before.IsSeed && !before.IsGone));
        var isKnown = figures.Left != long.MaxValue;
        _change = _change with
        {
            Uploaded = _change.Uploaded + up,
            Downloaded = _change.Downloaded + down,
            Seeding = _change.Seeding + (isNew ? 0 : Seeded(before, now, options.Silence)),
            Left = isKnown ? figures.Left : _change.Left,
            MostLeft = isKnown ? Math.Max(_change.MostLeft, figures.Left) : _change.MostLeft,
            First = IsChanged ? _change.First : now,
            Last = now,
            Completed = hasFinished ? _change.Completed ?? now : _change.Completed,
        };
        _peers[index] = new Peer(after, IsChanged: true);
        (IsChanged, Seen) = (true, now);
        return tooMuch;
    }

    /// <summary>Takes in what a peer said before the tracker began.</summary>
    public void Restore(in PeerState peer, long seedingUntil)
    {
        _seedingUntil = seedingUntil;
        if (_peers.Count < Limits.PeersPerShare)
        {
            _peers.Add(new Peer(peer, IsChanged: false));
            Seen = Math.Max(Seen, peer.Seen);
        }
    }

    /// <summary>Gives away what is to be written.</summary>
    public void Take(AccountBatch into)
    {
        into.Shares.Add(_change with { Until = _seedingUntil });
        for (var i = 0; i < _peers.Count; i++)
        {
            if (_peers[i].IsChanged)
            {
                into.Peers.Add((key, _peers[i].State));
                _peers[i] = _peers[i] with { IsChanged = false };
            }
        }

        _change = new ShareChange(key, 0, 0, 0, 0, null, 0, 0, 0, null);
        IsChanged = false;
    }

    private static long Moved(long before, long now, long most, ref long tooMuch)
    {
        var moved = now >= before ? now - before : now;
        tooMuch += Math.Max(0, moved - most);
        return Math.Min(moved, most);
    }

    /// <summary>Who was silent for longer than a peer may be had gone, and nobody knows when.</summary>
    private long Seeded(in PeerState before, long now, TimeSpan silence)
    {
        if (!before.IsSeed || before.IsGone || now - before.Seen > silence.TotalSeconds)
        {
            return 0;
        }

        var from = Math.Max(before.Seen, _seedingUntil);
        _seedingUntil = Math.Max(now, _seedingUntil);
        return Math.Max(0, now - from);
    }

    private int Find(PeerId id, out bool isNew)
    {
        var index = _peers.FindIndex(peer => peer.State.Id == id);
        isNew = index < 0;
        if (isNew && _peers.Count < Limits.PeersPerShare)
        {
            _peers.Add(default);
            index = _peers.Count - 1;
        }
        else if (isNew)
        {
            index = _peers.Index().MinBy(static pair => pair.Item.State.Seen).Index;
        }

        return index;
    }

    private readonly record struct Peer(PeerState State, bool IsChanged);
}
