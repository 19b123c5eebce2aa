using System.Globalization;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Napster.Profiles;

/// <summary>Where one presence on Napster servers keeps what it knows: its profile, its index, its downloads. Nobody else may look.</summary>
internal sealed class ProfileFolder
{
    public const string DefaultName = "default";
    public const string Option = "--profile";

    /// <summary>Some thousand folders and passwords.</summary>
    private const int LargestFile = 1 << 20;

    // How the systems say that somebody else has a file: EWOULDBLOCK, ERROR_SHARING_VIOLATION.
    private const int LinuxTaken = 11;
    private const int MacTaken = 35;
    private const int WindowsTaken = unchecked((int)0x80070020);

    private ProfileFolder(string name, string path)
    {
        Name = name;
        Path = path;
    }

    /// <summary>As the user says it.</summary>
    public string Name { get; }

    /// <summary>The folder, a whole path.</summary>
    public string Path { get; }

    private string File => System.IO.Path.Combine(Path, "profile.json");

    private string LockFile => System.IO.Path.Combine(Path, "lock");

    /// <summary>Says who has the lock, which itself nobody else can read.</summary>
    private string ProcessFile => System.IO.Path.Combine(Path, "process");

    /// <summary>A name stands for a folder of the user's state, a path for itself.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= 64 && text[0] != '.' && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public static bool IsPath(string text) => text.Contains('/', StringComparison.Ordinal) || text.Contains(System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <param name="text">A name or a path.</param>
    /// <param name="current">The folder that a path begins in.</param>
    public static ProfileFolder Of(string text, string current) => new(
        text, IsPath(text) ? System.IO.Path.GetFullPath(text, current) : System.IO.Path.Combine(TorrentClientOptions.DefaultStateFolder, "napster", "clients", text));

    /// <summary>What was said before; an empty profile where nothing was.</summary>
    /// <exception cref="VerbException">It cannot be read.</exception>
    public Profile Load()
    {
        byte[] json;
        try
        {
            var file = new FileInfo(File);
            if (!file.Exists)
            {
                return new Profile();
            }

            json = file.Length <= LargestFile ? System.IO.File.ReadAllBytes(File) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the profile '{File}' cannot be read ({e.Message.TrimEnd('.')}): name another by {Option}", e);
        }

        return Profile.TryRead(json, out var profile, out var reason)
            ? profile
            : throw new VerbException(ExitCode.BadInput, $"the profile '{File}' is broken ({reason}): correct it, or delete it and give --server, --nick and --password once more");
    }

    /// <exception cref="VerbException">It cannot be written.</exception>
    public void Save(Profile profile) => OutputFile.WritePrivate(File, profile.Write(), Option);

    /// <summary>Makes this process the profile's only client until it is disposed of; null: another is.</summary>
    /// <exception cref="VerbException">The folder cannot be used.</exception>
    public FileStream? TryLock()
    {
        try
        {
            PrivateFolder.CreateOrClose(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the profile's folder '{Path}' cannot be made ({e.Message.TrimEnd('.')}): name another by {Option}", e);
        }

        try
        {
            var only = new FileStream(LockFile, OutputFile.Private(FileMode.OpenOrCreate));
            System.IO.File.WriteAllText(ProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return only;
        }
        catch (IOException e) when (e.HResult is LinuxTaken or MacTaken or WindowsTaken)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the profile's folder '{Path}' cannot be used ({e.Message.TrimEnd('.')}): name another by {Option}", e);
        }
    }

    /// <summary>The process that has the lock, for people; null: nobody knows.</summary>
    public int? Holder()
    {
        try
        {
            return int.TryParse(System.IO.File.ReadAllText(ProcessFile), CultureInfo.InvariantCulture, out var process) ? process : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
