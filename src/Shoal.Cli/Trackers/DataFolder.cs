using System.Security.Cryptography;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Runtime;

namespace Shoal.Cli.Trackers;

/// <summary>Where a tracker keeps its accounts, and says how it is administered to who may read it: its own user alone.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    private DataFolder(string path, FileStream @lock)
    {
        _path = path;
        _lock = @lock;
    }

    /// <summary>Users, passkeys and figures.</summary>
    public string Database => Path.Combine(_path, "tracker.db");

    /// <summary>What who administers must know; another at each start.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>The folder that is named, by --data or SHOAL_TRACKER_DATA, or the usual one.</summary>
    public static string PathOf(string? given) =>
        given ?? (Environment.GetEnvironmentVariable("SHOAL_TRACKER_DATA") is { Length: > 0 } told ? told : Path.Combine(TorrentClientOptions.DefaultStateFolder, "tracker"));

    /// <summary>Where the running tracker says its address and its token, a line each.</summary>
    public static string ControlFileOf(string folder) => Path.Combine(folder, "control");

    /// <exception cref="VerbException">It cannot be made, or another tracker uses it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            PrivateFolder.Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the tracker's data folder '{path}' cannot be made ({e.Message.TrimEnd('.')}): name another by --data", e);
        }

        try
        {
            return new DataFolder(path, new FileStream(Path.Combine(path, "lock"), OutputFile.Private(FileMode.OpenOrCreate)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the tracker's data folder '{path}' cannot be used, perhaps because another tracker uses it ({e.Message.TrimEnd('.')}): name another by --data", e);
        }
    }

    /// <summary>Says where the tracker is administered.</summary>
    public void Tell(IReadOnlyList<Endpoint> control)
    {
        var (file, fresh) = (ControlFileOf(_path), ControlFileOf(_path) + ".new");
        File.Delete(file);
        File.Delete(fresh);
        if (control.Count > 0)
        {
            using (var text = new StreamWriter(new FileStream(fresh, OutputFile.Private(FileMode.CreateNew))))
            {
                text.Write($"http://{control[0]}\n{Token}\n");
            }

            File.Move(fresh, file);
        }
    }

    public void Dispose()
    {
        File.Delete(ControlFileOf(_path));
        _lock.Dispose();
    }
}
