using System.CommandLine;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Napster;

/// <summary>Where a Napster server keeps what it knows.</summary>
internal static class NapsterFiles
{
    /// <summary>The option that names the file.</summary>
    public static Option<string?> CreateOption() => new("--database")
    {
        Description = "Keep users, bans and channels in this file, and what is shared in FILE.files beside it; a file of your state unless given",
        HelpName = "FILE",
    };

    /// <summary>The file of what is shared.</summary>
    public static string CatalogOf(string database) => database + ".files";

    /// <summary>The file, in a folder that is there.</summary>
    /// <exception cref="VerbException">The folder cannot be made.</exception>
    public static string PathOf(string? given)
    {
        if (given is not null)
        {
            return given;
        }

        var folder = Path.Combine(TorrentClientOptions.DefaultStateFolder, "napster");
        try
        {
            PrivateFolder.Create(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the server's folder '{folder}' cannot be made ({e.Message.TrimEnd('.')}): name a file by --database", e);
        }

        return Path.Combine(folder, "server.db");
    }
}
