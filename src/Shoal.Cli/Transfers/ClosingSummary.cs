using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Client.Picking;
using Shoal.Metainfo;

namespace Shoal.Cli.Transfers;

/// <summary>What `get` says at its end: whom the bytes came from, what had to be fetched again, and that every piece is verified.</summary>
internal static class ClosingSummary
{
    private const int PeersShown = 20;
    private const int FilesShown = 20;

    public static void Write(TorrentMetainfo metainfo, IReadOnlyList<PiecePriority>? selection, TorrentSnapshot snapshot, Output output)
    {
        var peers = snapshot.Peers.Where(p => p.Received + p.Sent > 0 || p.Failures > 0).OrderByDescending(p => p.Received).ToArray();
        foreach (var peer in peers.Take(PeersShown))
        {
            output.Field("peer", PeerLine(peer, snapshot.Received));
        }

        if (peers.Length > PeersShown)
        {
            output.Field("peers", $"{peers.Length - PeersShown} more");
        }

        if (snapshot.PiecesFailed > 0)
        {
            output.Field("fetched again", $"{Count(snapshot.PiecesFailed, "piece")} that failed the hash");
        }

        foreach (var banned in snapshot.Banned.Take(PeersShown))
        {
            output.Field("banned", $"{banned.Remote}{NameOf(peers.FirstOrDefault(p => p.Remote == banned.Remote))}, because it {banned.Reason}");
        }

        if (snapshot.Banned.Count > PeersShown)
        {
            output.Field("banned", $"{snapshot.Banned.Count - PeersShown} more");
        }

        output.Field("received", $"{Sizes.Format(snapshot.Received)}, {Sizes.Format(snapshot.Wasted)} of it in vain; {Sizes.Format(snapshot.Sent)} sent");
        if (snapshot.PiecesWantedHave == snapshot.PiecesWanted)
        {
            WriteRoots(metainfo, selection, output);
        }

        output.Line($"{metainfo.Name}: {snapshot.PiecesWantedHave}/{snapshot.PiecesWanted} pieces verified");
        output.JsonLine(json =>
        {
            json.WriteString("name", metainfo.Name);
            json.WriteNumber("piecesVerified", snapshot.PiecesWantedHave);
            json.WriteNumber("pieces", snapshot.PiecesWanted);
            json.WriteNumber("piecesFetched", snapshot.PiecesFetched);
            json.WriteNumber("piecesFetchedAgain", snapshot.PiecesFailed);
            json.WriteNumber("received", snapshot.Received);
            json.WriteNumber("wasted", snapshot.Wasted);
            json.WriteNumber("sent", snapshot.Sent);
            WritePeers(json, peers);
            WriteBanned(json, snapshot.Banned);
        });
    }

    /// <summary>Whom bytes came from and went to.</summary>
    public static void WritePeers(Utf8JsonWriter json, IEnumerable<PeerSnapshot> peers)
    {
        json.WriteStartArray("peers");
        foreach (var peer in peers)
        {
            json.WriteStartObject();
            json.WriteString("address", peer.Remote.ToString());
            json.WriteString("client", peer.ClientName);
            json.WriteNumber("received", peer.Received);
            json.WriteNumber("sent", peer.Sent);
            json.WriteNumber("failedPieces", peer.Failures);
            json.WriteString("ended", peer.Ended);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteBanned(Utf8JsonWriter json, IReadOnlyList<BannedPeer> banned)
    {
        json.WriteStartArray("banned");
        foreach (var peer in banned)
        {
            json.WriteStartObject();
            json.WriteString("address", peer.Remote.ToString());
            json.WriteString("reason", peer.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The same roots that `shoal hash` gives, so that a copy can be compared without the torrent.</summary>
    private static void WriteRoots(TorrentMetainfo metainfo, IReadOnlyList<PiecePriority>? selection, Output output)
    {
        var files = metainfo.Files.Where((f, i) => f.PiecesRoot is not null && selection?[i] != PiecePriority.Skip).ToArray();
        foreach (var file in files.Take(FilesShown))
        {
            output.Field("v2 root", $"{file.PiecesRoot}  {file.SafePath}");
        }

        if (files.Length > FilesShown)
        {
            output.Field("v2 roots", $"{files.Length - FilesShown} more; 'shoal show' lists all");
        }
    }

    private static string PeerLine(PeerSnapshot peer, long total)
    {
        var share = total == 0 ? 0 : 100.0 * peer.Received / total;
        var failures = peer.Failures > 0 ? $", {Count(peer.Failures, "failed piece")}" : "";
        return $"{peer.Remote}{NameOf(peer)}: {Sizes.Format(peer.Received)} received ({share:F0} %), {Sizes.Format(peer.Sent)} sent{failures}";
    }

    private static string NameOf(PeerSnapshot? peer) => peer?.ClientName is { } name ? $" ({name})" : "";

    private static string Count(int n, string what) => n == 1 ? $"1 {what}" : $"{n} {what}s";
}
