using System.CommandLine;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster browse: all that one user shares.</summary>
internal sealed class NapsterBrowseCommand
{
    private readonly Argument<string> _nick = new("NICK") { Description = "The user whose files are shown" };
    private readonly Option<string?> _filter = new("--filter") { Description = "Only files whose names hold these letters", HelpName = "TEXT" };

    private readonly Option<bool> _direct = new("--direct") { Description = "Ask the user himself instead of the server, which tells of some thousand files at most" };

    public static Verb Create(NapsterShell shell)
    {
        var self = new NapsterBrowseCommand();
        return shell.Make(
            Place.Anywhere,
            "browse",
            "Show all that a user shares; 'get' fetches it by numbers.",
            ["shoal napster browse ann", "shoal napster browse ann --filter live --direct"],
            self.RunAsync,
            self._nick,
            self._filter,
            self._direct);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var nick = parsed.GetRequiredValue(_nick);
        var client = await presence.OnlineAsync(cancellation);
        var files = await Failing.WithAsync(parsed.GetValue(_direct) ? client.BrowseDirectlyAsync(nick) : client.BrowseAsync(nick), cancellation);
        var filter = parsed.GetValue(_filter);
        FileListing.Tell(output, presence, [.. files.Where(file => filter is null || file.Text.Contains(filter, StringComparison.OrdinalIgnoreCase)).OrderBy(static file => file.Text, StringComparer.OrdinalIgnoreCase)]);
        return ExitCode.Done;
    }
}
