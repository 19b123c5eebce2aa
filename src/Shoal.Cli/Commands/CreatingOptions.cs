using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Names;

namespace Shoal.Cli.Commands;

/// <summary>The options that decide an info-hash: `create` and `hash` share them, so that both give the same.</summary>
internal sealed class CreatingOptions
{
    private readonly Option<string?> _format = new("--format")
    {
        Description = "v1 for old programs only, v2 for new ones only, hybrid for all (the default)",
        HelpName = "v1|v2|hybrid",
    };

    private readonly Option<string?> _pieceLength = new("--piece-length")
    {
        Description = "Bytes in a piece, a power of two such as 256K or 4M; chosen by the size of the files unless given",
        HelpName = "SIZE",
    };

    private readonly Option<bool> _private = new("--private") { Description = "Find peers through the torrent's trackers only" };

    private readonly Option<string?> _source = new("--source") { Description = "A mark that gives copies for different trackers different hashes", HelpName = "TEXT" };

    private readonly Option<string[]> _excludes = new("--exclude")
    {
        Description = "Leave out files and folders of this name; with a '/' the pattern is a path from the top. May repeat",
        HelpName = "GLOB",
    };

    /// <summary>Adds them to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Add(_pieceLength);
        command.Add(_format);
        command.Add(_private);
        command.Add(_source);
        command.Add(_excludes);
    }

    /// <summary>Reads them.</summary>
    public CreateOptions Read(ParseResult parsed) => new()
    {
        Format = parsed.GetValue(_format) switch
        {
            null or "hybrid" => TorrentFormat.Hybrid,
            "v1" => TorrentFormat.V1,
            "v2" => TorrentFormat.V2,
            var other => throw new VerbException(ExitCode.Usage, $"'{other}' is no format: give v1, v2 or hybrid"),
        },
        PieceLength = PieceLengthFrom(parsed.GetValue(_pieceLength)),
        IsPrivate = parsed.GetValue(_private),
        Source = parsed.GetValue(_source),
    };

    /// <summary>What --exclude names.</summary>
    public IReadOnlyList<Glob> Excludes(ParseResult parsed) => [.. (parsed.GetValue(_excludes) ?? []).Select(p => new Glob(p))];

    private static int? PieceLengthFrom(string? text)
    {
        if (text is null)
        {
            return null;
        }

        return Sizes.TryParse(text, out var bytes) && bytes <= int.MaxValue && PieceLengths.IsAllowed((int)bytes)
            ? (int)bytes
            : throw new VerbException(ExitCode.Usage, $"a piece cannot be '{text}' long: give a power of two from 16K to 128M");
    }
}
