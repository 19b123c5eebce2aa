using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Transfers;

/// <summary>Reads what a transfer is asked for: .torrent files and magnet links.</summary>
internal static class TorrentSources
{
    /// <exception cref="VerbException">One cannot be read, is nothing that can be used, or is named twice.</exception>
    public static TorrentSource[] Load(string[] inputs)
    {
        var sources = inputs.Select(Load).ToArray();
        var twice = sources.GroupBy(s => s.InfoHashes.Primary).FirstOrDefault(g => g.Count() > 1);
        return twice is null ? sources : throw new VerbException(ExitCode.Usage, $"'{twice.First().Name}' is named twice: name each torrent once");
    }

    private static TorrentSource Load(string input) => Inputs.IsMagnet(input) ? Inputs.ReadMagnet(input) : Inputs.ReadTorrent(input);
}
