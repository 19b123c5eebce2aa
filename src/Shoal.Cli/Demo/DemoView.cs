using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Demo;

/// <summary>The swarm in a few lines: which pieces each has, how fast they come, and who feeds whom.</summary>
internal static class DemoView
{
    private const int Cells = 16;
    private const string Shades = " ░▒▓█";

    public static List<string> Of(IReadOnlyList<(string Name, TorrentSnapshot Snapshot)> peers) => [.. peers.Select(p => LineOf(p.Name, p.Snapshot))];

    /// <summary>From whom the bytes came, the most first, each with its share.</summary>
    public static IEnumerable<(string Name, long Bytes, int Percent)> Feeders(TorrentSnapshot snapshot)
    {
        var total = snapshot.Peers.Sum(p => p.Received);
        return snapshot.Peers.Where(p => p.Received > 0)
            .GroupBy(p => p.ClientName ?? p.Remote.ToString(), StringComparer.Ordinal)
            .Select(g => (g.Key, g.Sum(p => p.Received)))
            .OrderByDescending(f => f.Item2)
            .Select(f => (f.Key, f.Item2, (int)(100 * f.Item2 / total)));
    }

    private static string LineOf(string name, TorrentSnapshot snapshot)
    {
        var feeders = string.Join(" ", Feeders(snapshot).Select(f => $"{ShortOf(f.Name)}:{f.Percent}%"));
        var rate = snapshot.DownRate > 0 || feeders.Length > 0 ? $"{Sizes.Format((long)snapshot.DownRate)}/s" : $"{Sizes.Format((long)snapshot.UpRate)}/s up";
        return $"{name,-10} [{MapOf(snapshot)}] {100 * snapshot.PiecesHave / Math.Max(1, snapshot.PieceCount),3} % {rate,-11}{(feeders.Length > 0 ? " <- " + feeders : "")}";
    }

    /// <summary>A line of 80 columns has to hold everybody.</summary>
    private static string ShortOf(string name) => name.StartsWith("leecher ", StringComparison.Ordinal) ? name["leecher ".Length..] : "S";

    /// <summary>Each cell stands for a run of pieces, the darker the more of them are here.</summary>
    private static string MapOf(TorrentSnapshot snapshot) => string.Create(Cells, snapshot, static (map, s) =>
    {
        for (var cell = 0; cell < Cells; cell++)
        {
            var (first, end) = ((int)((long)s.PieceCount * cell / Cells), (int)((long)s.PieceCount * (cell + 1) / Cells));
            var here = 0;
            for (var piece = first; piece < end; piece++)
            {
                here += (s.Pieces.Span[piece >> 3] & (0x80 >> (piece & 7))) != 0 ? 1 : 0;
            }

            map[cell] = Shades[end == first ? 0 : (Shades.Length - 1) * here / (end - first)];
        }
    });
}
