using System.CommandLine;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster: whole files from one user to another, found by a server that knows them all.</summary>
internal static class NapsterCommand
{
    public static Command Create() => new Verb("napster", "Share whole files from user to user: run the server that knows who has what.")
    {
        Examples =
        [
            "shoal napster serve",
            "shoal napster serve --bind 203.0.113.5 --registered-only",
            "shoal napster user add ann --level elite",
        ],
        Subcommands =
        {
            NapsterServeCommand.Create(),
            NapsterUserCommand.Create(),
            NapsterFilesCommand.Create(),
        },
    };
}
