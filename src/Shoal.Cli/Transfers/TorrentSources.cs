using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Metainfo;

namespace Shoal.Cli.Transfers;

/// <summary>Reads what a transfer is asked for: .torrent files and magnet links.</summary>
internal static class TorrentSources
{
    /// <exception cref="VerbException">One cannot be read, is nothing that can be used, or is named twice.</exception>
    public static TorrentSource[] Load(string[] inputs)
    {
        var sources = inputs.Select(Load).ToArray();
        CheckDistinct(sources);
        return sources;
    }

    /// <summary>Looks whether all can be used, and keeps none.</summary>
    /// <exception cref="VerbException">As above.</exception>
    public static void Check(string[] inputs) => CheckDistinct(inputs.Select(Load));

    public static TorrentSource Load(string input) => Inputs.IsMagnet(input) ? Inputs.ReadMagnet(input) : TorrentSource.From(Inputs.ReadTorrent(input), input);

    private static void CheckDistinct(IEnumerable<TorrentSource> sources)
    {
        var seen = new HashSet<Sha1Hash>();
        foreach (var source in sources)
        {
            if (!seen.Add(source.InfoHashes.Primary))
            {
                throw new VerbException(ExitCode.Usage, $"'{source.Name}' is named twice: name each torrent once");
            }
        }
    }
}
