using System.CommandLine;
using System.Globalization;
using System.Text;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster get: whole files, each straight from one user.</summary>
internal sealed class NapsterGetCommand
{
    private static readonly TimeSpan TerminalInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(1);

    private readonly Argument<string[]> _what = new("NUMBER|NICK PATH")
    {
        Description = "Numbers of the last search or browse, such as 1 3 5-8; or a user and the name of a file as it is shared there",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _folder = new("--dir") { Description = "The folder to fetch into; the current one unless given", HelpName = "DIR" };
    private readonly Option<bool> _later = new("--background") { Description = "Do not wait: the client that runs fetches it" };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterGetCommand();
        return shell.Make(
            Place.Anywhere,
            "get",
            "Fetch files of others, whole and verified where their owners tell a hash; stands in queues, and goes on after a stop.",
            ["shoal napster get 1", "shoal napster get 2-5 --dir ~/Music", "shoal napster get ann '\\Music\\blue sky.mp3'"],
            self.RunAsync,
            self._what,
            self._folder,
            self._later);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var files = FilesOf(parsed.GetRequiredValue(_what), presence);
        var folder = presence.Caller.PathOf(parsed.GetValue(_folder) ?? ".");
        var client = await presence.OnlineAsync(cancellation);
        var ids = new List<int>();
        foreach (var file in files)
        {
            ids.Add((await Failing.WithAsync(client.GetAsync(file, folder), cancellation)).Id);
        }

        if (parsed.GetValue(_later))
        {
            output.Line($"{ids.Count} {(ids.Count == 1 ? "file is" : "files are")} wanted; 'shoal napster queue' shows how far.");
            return ExitCode.Done;
        }

        return await WaitAsync(presence, ids, output, cancellation);
    }

    private static async Task<int> WaitAsync(NapsterPresence presence, List<int> ids, Output output, CancellationToken cancellation)
    {
        var code = ExitCode.Done;
        var watch = new DownloadWatch(output);
        while (ids.Count > 0)
        {
            var all = await presence.Napster.DownloadsAsync().WaitAsync(cancellation);
            var mine = all.Where(view => ids.Contains(view.Id)).ToList();
            foreach (var view in mine.Where(static view => view.State is DownloadState.Done or DownloadState.Failed))
            {
                ids.Remove(view.Id);
                code = view.State == DownloadState.Failed ? ExitCode.Failed : code;
                watch.End(view);
            }

            // Somebody else may have removed one.
            ids.RemoveAll(id => mine.TrueForAll(view => view.Id != id));
            watch.Show(mine.Where(view => ids.Contains(view.Id)));
            if (ids.Count == 0)
            {
                break;
            }

            try
            {
                await Task.WhenAny(presence.Client!.Crash, Task.Delay(output.IsTerminal ? TerminalInterval : PlainInterval, cancellation)).Unwrap();
            }
            catch (OperationCanceledException)
            {
                watch.Leave();
                output.ErrorLine("what is not here yet stays wanted: the client that runs, or the next one, goes on with it; 'shoal napster queue remove NUMBER' forgets it");
                throw;
            }
        }

        return code;
    }

    private static List<RemoteFile> FilesOf(string[] what, NapsterPresence presence)
    {
        var files = new List<RemoteFile>();
        if (Array.TrueForAll(what, static each => TryNumbers(each, out _, out _)))
        {
            foreach (var each in what)
            {
                TryNumbers(each, out var first, out var last);
                for (var number = first; number <= last; number++)
                {
                    files.Add(LastList.Find(presence.Folder, number));
                }
            }

            return files;
        }

        return what is [var nick, var path] && !TryNumbers(nick, out _, out _)
            ? [new RemoteFile { Nick = nick, Name = Encoding.UTF8.GetBytes(path) }]
            : throw new VerbException(ExitCode.Usage, "give numbers of the last list, such as 1 3 5-8, or one user and one name: shoal napster get ann '\\Music\\blue sky.mp3'");
    }

    /// <summary>"7", "3-5".</summary>
    private static bool TryNumbers(string text, out int first, out int last)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        last = 0;
        return int.TryParse(dash < 0 ? text : text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out first)
            && int.TryParse(dash < 0 ? text : text[(dash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out last) && first >= 1 && first <= last;
    }
}
