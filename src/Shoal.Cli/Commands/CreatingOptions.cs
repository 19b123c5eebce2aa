using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Names;

namespace Shoal.Cli.Commands;

/// <summary>The options that decide an info-hash: `create` and `hash` share them, so that both give the same.</summary>
internal sealed class CreatingOptions
{
    private readonly Option<TorrentFormat> _format = new("--format")
    {
        Description = "v1 for old programs only, v2 for new ones only, hybrid for all (the default)",
        HelpName = "v1|v2|hybrid",
        CustomParser = result => result.Tokens[0].Value switch
        {
            "v1" => TorrentFormat.V1,
            "v2" => TorrentFormat.V2,
            "hybrid" => TorrentFormat.Hybrid,
            var other => Refuse(result, $"'{other}' is no format: give v1, v2 or hybrid", TorrentFormat.Hybrid),
        },
    };

    private readonly Option<int?> _pieceLength = new("--piece-length")
    {
        Description = "Bytes in a piece, a power of two such as 256K or 4M; chosen by the size of the files unless given",
        HelpName = "SIZE",
        CustomParser = result => Sizes.TryParse(result.Tokens[0].Value, out var bytes) && bytes <= int.MaxValue && PieceLengths.IsAllowed((int)bytes)
            ? (int)bytes
            : Refuse<int?>(result, $"a piece cannot be '{result.Tokens[0].Value}' long: give a power of two from 16K to 128M", null),
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
        Format = parsed.GetValue(_format),
        PieceLength = parsed.GetValue(_pieceLength),
        IsPrivate = parsed.GetValue(_private),
        Source = parsed.GetValue(_source),
    };

    /// <summary>What --exclude names.</summary>
    public IReadOnlyList<Glob> Excludes(ParseResult parsed) => [.. (parsed.GetValue(_excludes) ?? []).Select(p => new Glob(p))];

    private static T Refuse<T>(System.CommandLine.Parsing.ArgumentResult result, string message, T value)
    {
        result.AddError(message);
        return value;
    }
}
