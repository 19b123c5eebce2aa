using Shoal.Client.Metadata;
using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Swarms;

/// <summary>Takes pictures of a swarm, on its loop.</summary>
internal static class Snapshots
{
    private static readonly TorrentSnapshot Nothing = new()
    {
        Status = TorrentStatus.Stopped,
        PieceCount = 0,
        PiecesHave = 0,
        PiecesWanted = 0,
        PiecesWantedHave = 0,
        PiecesFetched = 0,
        PiecesFailed = 0,
        BytesHave = 0,
        BytesWanted = 0,
        Received = 0,
        Sent = 0,
        Wasted = 0,
        DownRate = 0,
        UpRate = 0,
        Peers = [],
        Unreached = [],
    };

    public static TorrentSnapshot Of(TorrentRun run) => (run.Rest ?? (run.Swarm is { } swarm ? Of(swarm) : Of(run, run.Lobby))).With(run);

    /// <summary>A complete torrent that sleeps from its start.</summary>
    public static TorrentSnapshot Asleep(OpenedTorrent opened, SwarmTotals totals)
    {
        var layout = opened.Metainfo.Layout;
        var priorities = PiecePriorities.Of(layout, opened.FilePriorities);
        var pieces = new PieceSet(layout.PieceCount);
        Invariant.Check(pieces.TryAssign(opened.Loaded.Have));
        var (have, wanted) = BytesOf(layout, priorities, pieces);
        var wantedCount = priorities.Count(priority => priority != PiecePriority.Skip);
        return Nothing with
        {
            Status = TorrentStatus.Seeding,
            PieceCount = layout.PieceCount,
            Pieces = pieces.ToBytes(),
            PiecesHave = pieces.Count,
            PiecesWanted = wantedCount,
            PiecesWantedHave = wantedCount,
            BytesHave = have,
            BytesWanted = wanted,
            Ratio = totals.Before.Sent / (double)Math.Max(1, opened.BytesHere),
        };
    }

    public static TorrentStatus StatusOf(SwarmState state) => state switch
    {
        SwarmState.Downloading => TorrentStatus.Downloading,
        SwarmState.Seeding => TorrentStatus.Seeding,
        SwarmState.StorageFailed => TorrentStatus.StorageFailed,
        SwarmState.Broken => TorrentStatus.Broken,
        _ => TorrentStatus.Stopped,
    };

    private static TorrentSnapshot With(this TorrentSnapshot snapshot, TorrentRun run) => snapshot with
    {
        Banned = (run.Swarm?.Peers.Book ?? run.Lobby?.Dialer.Book) is { Bans: { Count: > 0 } bans } ? [.. bans.Liars.Select(ban => new BannedPeer(ban.Liar!.Value, ban.Reason))] : snapshot.Banned,
        Trackers = run.Finding.Trackers.Latest,
        Unreached = run.Rest is not null || run.Given.Unknown.Count == 0 ? snapshot.Unreached : [.. snapshot.Unreached, .. run.Given.Unknown],
    };

    /// <summary>Before the torrent is known there are peers, and nothing else.</summary>
    private static TorrentSnapshot Of(TorrentRun run, Lobby? lobby) => Nothing with
    {
        Status = run.Status,
        Error = run.Error,
        Peers = lobby is null ? [] : [.. lobby.Peers.Select(p => new PeerSnapshot(p.Connection.Remote, p.Extensions.ClientName, 0, 0, 0, 0, 0, 0, null))],
        Unreached = lobby?.Dialer.Book.Unreached ?? [],
    };

    private static TorrentSnapshot Of(Swarm swarm)
    {
        var peers = new List<PeerSnapshot>();
        var connected = new HashSet<Endpoint>();
        long received = swarm.Totals.ReceivedWith(swarm.Peers), sent = swarm.Totals.SentWith(swarm.Peers);
        double down = 0, up = 0;
        foreach (var peer in swarm.Peers.All)
        {
            down += peer.Down.PerSecond;
            up += peer.Up.PerSecond;
            connected.Add(peer.Remote);
            peers.Add(Of(PeerTotals.Of(peer).Plus(swarm.Totals.EarlierOf(peer.Remote)) with { Ended = null }, peer));
        }

        peers.AddRange(swarm.Totals.Left.Where(left => !connected.Contains(left.Remote)).Select(left => Of(left, null)));
        var (have, wanted) = BytesOf(swarm.Metainfo.Layout, swarm.Priorities, swarm.Have);
        return new TorrentSnapshot
        {
            Status = StatusOf(swarm.State),
            Error = swarm.Error,
            PieceCount = swarm.Have.Capacity,
            Pieces = swarm.Have.ToBytes(),
            PiecesHave = swarm.Have.Count,
            PiecesWanted = swarm.WantedCount,
            PiecesWantedHave = swarm.WantedHave,
            PiecesFetched = swarm.Totals.PiecesVerified,
            PiecesFailed = swarm.Totals.PiecesFailed,
            BytesHave = have,
            BytesWanted = wanted,
            Received = received,
            Sent = sent,
            Ratio = swarm.Ratio,
            Wasted = swarm.Totals.Wasted,
            DownRate = down,
            UpRate = up,
            Peers = peers,
            Unreached = swarm.Peers.Book.Unreached,
        };
    }

    private static PeerSnapshot Of(PeerTotals totals, Peer? peer) => new(
        totals.Remote,
        totals.ClientName,
        totals.Received,
        totals.Sent,
        peer?.Down.PerSecond ?? 0,
        peer?.Up.PerSecond ?? 0,
        peer is null ? 0 : (double)peer.Have.Count / Math.Max(1, peer.Have.Capacity),
        totals.Failures,
        totals.Ended);

    private static (long Have, long Wanted) BytesOf(FileLayout layout, PiecePriority[] priorities, PieceSet pieces)
    {
        long have = 0, wanted = 0;
        for (var i = 0; i < priorities.Length; i++)
        {
            if (priorities[i] != PiecePriority.Skip)
            {
                var length = layout.DataLengthOf(new PieceIndex(i));
                wanted += length;
                have += pieces.Contains(new PieceIndex(i)) ? length : 0;
            }
        }

        return (have, wanted);
    }
}
