using System.CommandLine;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster search: which files there are.</summary>
internal sealed class NapsterSearchCommand
{
    private readonly SearchOptions _search = new();

    private readonly Option<int> _most = new("--most") { Description = "Hits at most", HelpName = "N", DefaultValueFactory = static _ => 100 };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterSearchCommand();
        self._most.MustBeBetween(1, 10_000, "number of hits");
        var verb = shell.Make(
            Place.Anywhere,
            "search",
            "Find files that others share; 'get' fetches them by their numbers.",
            ["shoal napster search blue sky", "shoal napster search blue -live \"red river\" --type mp3 --bitrate 192-", "shoal napster search lecture* --type video --size 100M-2G --json"],
            self.RunAsync,
            [.. self._search.Symbols, self._most]);
        verb.TakesDashes = true;
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var search = _search.Read(parsed) with { Most = parsed.GetValue(_most) };
        var client = await presence.OnlineAsync(cancellation);
        var files = new List<RemoteFile>();
        string? cursor = null;
        IReadOnlyList<string> notices;
        do
        {
            var page = await Failing.WithAsync(client.SearchAsync(search with { Most = search.Most - files.Count }, cursor), cancellation);
            files.AddRange(page.Files);
            (cursor, notices) = (page.Files.Count > 0 ? page.Next : null, page.Notices);
        }
        while (cursor is not null && files.Count < search.Most);

        FileListing.Tell(output, presence, files);
        if (files.Count == 0)
        {
            output.Line("Nobody who is there now shares such a file. 'shoal napster wish add NAME WORDS' keeps looking.");
        }

        foreach (var notice in notices)
        {
            output.Line($"The server says: {notice}");
        }

        return ExitCode.Done;
    }
}
