using System.CommandLine;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal show: what a .torrent or a magnet link says.</summary>
internal sealed class ShowCommand
{
    private readonly Argument<string> _input = new("FILE|MAGNET") { Description = "A .torrent file or a magnet link" };
    private readonly Option<bool> _pieces = new("--pieces") { Description = "Also show the hash of every piece" };

    public static Command Create()
    {
        var self = new ShowCommand();
        var verb = new Verb("show", "Show what a .torrent or a magnet link says.")
        {
            Examples = ["shoal show disc.iso.torrent --pieces", "shoal show 'magnet:?xt=urn:btih:5df6ba2007dd0e10fb5aaf1d3e6fb861ce44bbc7'"],
            Run = self.Run,
        };
        verb.Add(self._input);
        verb.Add(self._pieces);
        return verb;
    }

    private Task<int> Run(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var input = parsed.GetRequiredValue(_input);
        if (Inputs.IsMagnet(input))
        {
            MagnetLines.Write(Inputs.ReadMagnet(input), output);
            return Task.FromResult(ExitCode.Done);
        }

        var torrent = Inputs.ReadTorrent(input);
        TorrentLines.Write(torrent, output);
        TorrentFileLines.Write(torrent, output, cancellation);
        if (parsed.GetValue(_pieces))
        {
            PieceLines.Write(torrent, output, cancellation);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
