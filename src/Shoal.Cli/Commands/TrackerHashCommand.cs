using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Cli.Trackers;
using Shoal.Metainfo;
using Shoal.TrackerServer.Control.Administration;

namespace Shoal.Cli.Commands;

/// <summary>shoal tracker hash: the list of torrents that a tracker serves, or does not.</summary>
internal sealed class TrackerHashCommand
{
    /// <summary>Info-hashes in one request: half of what the tracker takes in one.</summary>
    private const int HashesPerRequest = 10_000;

    private readonly Administration _tracker = new();
    private readonly Argument<string[]> _torrents = new("TORRENT")
    {
        Description = "Info-hashes in hexadecimal, .torrent files or magnet links",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Command Create()
    {
        var self = new TrackerHashCommand();
        return new Verb("hash", "Change the list of torrents that a tracker serves (--allow-list) or does not (--deny-list). The tracker must be running.")
        {
            Examples = ["shoal tracker hash add disc.iso.torrent", "shoal tracker hash remove 2b66980093bc11806fab50cb3cb41835b95a0362"],
            Subcommands =
            {
                self._tracker.Make("hash add", " disc.iso.torrent", "Put torrents on the list, in its file too; a hybrid by both its hashes.", (p, o, c) => self.ChangeAsync("add", p, o, c), self._torrents),
                self._tracker.Make("hash remove", " disc.iso.torrent", "Take torrents off the list.", (p, o, c) => self.ChangeAsync("remove", p, o, c), self._torrents),
                self._tracker.Make("hash list", "", "Show the list.", self.ListAsync),
            },
        };
    }

    private async Task<int> ChangeAsync(string what, ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var changed = 0;
        ListEntry? list = null;
        foreach (var some in parsed.GetRequiredValue(_torrents).SelectMany(HashesOf).Chunk(HashesPerRequest))
        {
            list = await _tracker.AskAsync(parsed, "hashes/" + what, new AdministrationRequest { Hashes = some }, AdministrationJson.Default.ListEntry, cancellation);
            changed += list.Changed;
        }

        output.Line($"{changed} info-hash{(changed == 1 ? "" : "es")} {(what is "add" ? "put on" : "taken off")} the {list!.Kind} list, which has {list.Count} now");
        output.JsonLine(json =>
        {
            json.WriteString("list", list.Kind);
            json.WriteNumber("changed", changed);
            json.WriteNumber("count", list.Count);
        });
        return ExitCode.Done;
    }

    private async Task<int> ListAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var list = await _tracker.AskAsync(parsed, "hashes/list", new AdministrationRequest(), AdministrationJson.Default.ListEntry, cancellation);
        foreach (var hash in list.Hashes)
        {
            output.Line(hash);
            output.JsonLine(json =>
            {
                json.WriteString("list", list.Kind);
                json.WriteString("infoHash", hash);
            });
        }

        return ExitCode.Done;
    }

    private static IEnumerable<string> HashesOf(string text)
    {
        if (text.Length is 2 * Sha1Hash.Length or 2 * Sha256Hash.Length && text.All(char.IsAsciiHexDigit))
        {
            return [text];
        }

        var hashes = Inputs.IsMagnet(text) ? Inputs.ReadMagnet(text).InfoHashes : Inputs.ReadTorrent(text).InfoHashes;
        return [.. hashes.V1 is { } v1 ? [v1.ToString()] : Array.Empty<string>(), .. hashes.V2 is { } v2 ? [v2.ToString()] : Array.Empty<string>()];
    }
}
