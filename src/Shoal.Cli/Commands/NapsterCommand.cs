using System.CommandLine;
using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster: whole files from one user to another, found by a server that knows them all.</summary>
internal static class NapsterCommand
{
    /// <param name="shell">Says where the verbs of a user run; inside a client there are no others.</param>
    public static Command Create(NapsterShell shell)
    {
        var verb = new Verb("napster", "Share whole files from user to user, and run the server that knows who has what.")
        {
            Examples =
            [
                "shoal napster serve",
                "shoal napster serve --bind 203.0.113.5 --registered-only",
                "shoal napster user add ann --level elite",
                "shoal napster share ~/Music --server napster.example --nick ann",
                "shoal napster search blue sky",
                "shoal napster get 1",
            ],
        };
        IReadOnlyList<Command> all = [NapsterServeCommand.Create(), NapsterUserCommand.Create(), NapsterFilesCommand.Create(), .. shell.Verbs];
        foreach (var command in shell.IsInside ? shell.Verbs : all)
        {
            verb.Add(command);
        }

        return verb;
    }

    /// <summary>The verbs of a user, which run in the client that runs.</summary>
    public static IReadOnlyList<Verb> OfUsers(NapsterShell shell) =>
    [
        NapsterShareCommand.Create(shell),
        NapsterSearchCommand.Create(shell),
        NapsterBrowseCommand.Create(shell),
        NapsterGetCommand.Create(shell),
        NapsterQueueCommand.Create(shell),
        NapsterWishCommand.Create(shell),
        NapsterUsersCommand.Create(shell),
        NapsterWhoIsCommand.Create(shell),
        NapsterMsgCommand.Create(shell),
        NapsterChatCommand.Create(shell),
        NapsterStatusCommand.Create(shell),
    ];
}
