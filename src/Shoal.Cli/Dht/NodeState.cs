using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Dht;

/// <summary>What a node keeps between runs: its ids and whom it knew. One node a folder, since two with one id would take each other's answers.</summary>
internal sealed class NodeState : IDisposable
{
    private const string Option = "--state";

    private readonly string _file;
    private readonly FileStream _lock;

    private NodeState(string file, FileStream @lock) => (_file, _lock) = (file, @lock);

    /// <summary>The usual folder.</summary>
    public static string DefaultFolder => Path.Combine(TorrentClientOptions.DefaultStateFolder, "dht");

    /// <exception cref="VerbException">The folder cannot be made, or another node uses it.</exception>
    public static NodeState Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new NodeState(Path.Combine(folder, "tables"), new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"the folder '{folder}' cannot be used, perhaps because another node uses it ({e.Message.TrimEnd('.')}): name another by {Option}", e);
        }
    }

    /// <summary>What the last run left; null where there was none.</summary>
    /// <exception cref="VerbException">It is there and cannot be read.</exception>
    public byte[]? Read()
    {
        try
        {
            return File.Exists(_file) ? File.ReadAllBytes(_file) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"'{_file}' cannot be read ({e.Message.TrimEnd('.')}): remove it, or name another folder by {Option}", e);
        }
    }

    /// <exception cref="VerbException">It cannot be written.</exception>
    public void Write(byte[] state) => OutputFile.Write(_file, state, force: true, Option);

    public void Dispose() => _lock.Dispose();
}
