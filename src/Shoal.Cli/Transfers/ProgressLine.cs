using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Transfers;

/// <summary>One torrent in one line.</summary>
internal static class ProgressLine
{
    private const int NameLength = 24;
    private const double LongestShown = 10 * 24 * 3600;

    public static string Of(string name, TorrentSnapshot snapshot)
    {
        var safe = SafeText.Of(name);
        var shown = safe.Length <= NameLength ? safe : safe[..(NameLength - 1)] + "…";
        var connected = snapshot.Peers.Count(p => p.Ended is null);
        var peers = connected == 1 ? "1 peer" : $"{connected} peers";
        if (snapshot.Status is TorrentStatus.FetchingMetadata or TorrentStatus.Checking)
        {
            return snapshot.Status == TorrentStatus.Checking ? $"{shown}  checking files"
                : connected == 0 ? $"{shown}  looking for a peer that knows what the link leads to"
                : $"{shown}  asking {peers} what the link leads to";
        }

        if (snapshot.Status == TorrentStatus.Seeding)
        {
            return $"{shown}  seeding to {peers}, {Rate(snapshot.UpRate)} up, {Sizes.Format(snapshot.Sent)} sent";
        }

        var share = snapshot.BytesWanted == 0 ? 1 : (double)snapshot.BytesHave / snapshot.BytesWanted;
        var left = (snapshot.BytesWanted - snapshot.BytesHave) / Math.Max(snapshot.DownRate, 1);
        var eta = left < LongestShown ? $", {TimeSpan.FromSeconds(left):d\\.hh\\:mm\\:ss} left".Replace(" 0.", " ", StringComparison.Ordinal) : "";
        var up = snapshot.UpRate >= 1 ? $", {Rate(snapshot.UpRate)} up" : "";
        return $"{shown} {100 * share:F1} % of {Sizes.Format(snapshot.BytesWanted)}, {Rate(snapshot.DownRate)} down{up}, {peers}{eta}";
    }

    private static string Rate(double bytesPerSecond) => Sizes.Format((long)bytesPerSecond) + "/s";
}
