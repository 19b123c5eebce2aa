using Shoal.Cli.Shell;

namespace Shoal.Cli.Napster;

/// <summary>Held by who writes a Napster server's databases as their only one: a server, or an import.</summary>
internal sealed class DatabaseLock : IDisposable
{
    private readonly FileStream _file;

    private DatabaseLock(FileStream file) => _file = file;

    /// <exception cref="VerbException">Somebody else has it, or its file cannot be made.</exception>
    public static DatabaseLock Take(string database)
    {
        try
        {
            return new DatabaseLock(new FileStream(database + ".lock", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (DirectoryNotFoundException e)
        {
            throw new VerbException(ExitCode.Failed, $"there is no folder for the database '{database}': make it, or name another file by --database", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the database '{database}' cannot be used, perhaps because a server uses it ({e.Message.TrimEnd('.')}): stop it, or name another by --database", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
