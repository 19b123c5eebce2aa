using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Transfers;

/// <summary>What a torrent that was shared says at its end: how much went out, and to whom.</summary>
internal static class SharingSummary
{
    public static void Write(Torrent torrent, TorrentSnapshot snapshot, Output output)
    {
        output.Line($"{torrent.Name}: {Sizes.Format(snapshot.Sent)} sent");
        output.JsonLine(json =>
        {
            json.WriteString("name", torrent.Name);
            json.WriteNumber("sent", snapshot.Sent);
            ClosingSummary.WritePeers(json, snapshot.Peers.Where(p => p.Received + p.Sent > 0).OrderByDescending(p => p.Sent));
        });
    }
}
