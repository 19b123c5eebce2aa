using System.CommandLine;
using Shoal.Cli.Napster.Listing;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster wish: searches that go on while a client runs.</summary>
internal sealed class NapsterWishCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The name of the search" };
    private readonly SearchOptions _search = new();
    private readonly Option<string?> _get = new("--get") { Description = "Fetch what is found into this folder, without asking", HelpName = "DIR" };

    public static Verb Create(NapsterShell shell)
    {
        var add = new NapsterWishCommand();
        var remove = new NapsterWishCommand();
        var verb = new Verb("wish", "Searches that go on: while 'shoal napster share' runs, you are told of each new file, or it is fetched.")
        {
            Examples = ["shoal napster wish add blues blue* --type mp3 --bitrate 192- --get ~/Music", "shoal napster wish list", "shoal napster wish remove blues"],
        };
        var adding = shell.Make(
            Place.Anywhere,
            "add",
            "Keep looking for files.",
            ["shoal napster wish add blues blue* --get ~/Music"],
            add.AddAsync,
            [add._name, .. add._search.Symbols, add._get]);
        adding.TakesDashes = true;
        verb.Add(adding);
        verb.Add(shell.Make(Place.Anywhere, "list", "Show the searches that go on.", ["shoal napster wish list"], ListAsync));
        verb.Add(shell.Make(Place.Anywhere, "remove", "Look no more.", ["shoal napster wish remove blues"], remove.RemoveAsync, remove._name));
        return verb;
    }

    private async Task<int> AddAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(_name);
        var folder = parsed.GetValue(_get) is { } path ? presence.Caller.PathOf(path) : null;
        await Failing.WithAsync(presence.Napster.AddWishAsync(name, _search.Read(parsed), folder), cancellation);
        output.Line($"'{name}' is looked for whenever 'shoal napster share' runs{(folder is null ? "; it tells what it finds" : $", and what it finds is fetched into {folder}")}.");
        output.JsonLine(json => json.WriteString("added", name));
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        foreach (var wish in await presence.Napster.WishesAsync().WaitAsync(cancellation))
        {
            output.Line($"{wish.Name,-20} {wish.Search.Words}{(wish.Search.Type is { } type ? $" ({type})" : "")}: {wish.Found} found{(wish.Folder is { } folder ? $", fetched into {folder}" : "")}");
            output.JsonLine(json =>
            {
                json.WriteString("name", wish.Name);
                json.WriteString("words", wish.Search.Words);
                json.WriteNumber("found", wish.Found);
                json.WriteIfThere("folder", wish.Folder);
            });
        }

        return ExitCode.Done;
    }

    private async Task<int> RemoveAsync(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation)
    {
        var name = parsed.GetRequiredValue(_name);
        if (!await presence.Napster.RemoveWishAsync(name).WaitAsync(cancellation))
        {
            throw new VerbException(ExitCode.Failed, $"no search is called '{name}': 'shoal napster wish list' shows those that there are");
        }

        output.Line($"'{name}' is not looked for any more.");
        output.JsonLine(json => json.WriteString("removed", name));
        return ExitCode.Done;
    }
}
