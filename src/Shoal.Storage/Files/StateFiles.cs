using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Shoal.Metainfo;
using Shoal.Storage.Files.Calls;
using Shoal.Storage.Resume;

namespace Shoal.Storage.Files;

/// <summary>
/// What is remembered of one torrent in one download folder: &lt;state&gt;/&lt;info-hash&gt;/&lt;folder&gt;.lock, .owner and .resume.
/// The folder is part of the names, so that seeding from one folder and fetching into another do not write over each other.
/// </summary>
internal sealed class StateFiles : IDisposable
{
    private const int FolderDigits = 16;
    private readonly string _folder;
    private readonly string _stem;
    private readonly string _downloadFolder;
    private readonly IFileCalls _calls;
    private SafeFileHandle? _lock;

    public StateFiles(TorrentMetainfo torrent, string stateFolder, string downloadFolder, IFileCalls calls)
    {
        _calls = calls;
        _downloadFolder = downloadFolder;
        _folder = Path.Combine(stateFolder, torrent.InfoHashes.Primary.ToString());
        _stem = Path.Combine(_folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(downloadFolder)))[..FolderDigits]);
    }

    private string OwnerPath => _stem + ".owner";

    private string ResumePath => _stem + ".resume";

    /// <summary>True when we began to write here once: files without a valid piece may then be our own half ones.</summary>
    public bool IsOwned => File.Exists(OwnerPath);

    /// <summary>Keeps other programs away until disposed; the system gives the lock back when the process dies.</summary>
    public StorageError? Lock()
    {
        var path = _stem + ".lock";
        try
        {
            Directory.CreateDirectory(_folder);
            _lock = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (IOException e) when (ManagedFiles.FaultOf(e).Kind == FaultKind.Device && File.Exists(path))
        {
            return Sentences.InUse(_downloadFolder);
        }
        catch (Exception e) when (ManagedFiles.IsOfDisk(e))
        {
            return Sentences.StateFolder(ManagedFiles.FaultOf(e), _folder);
        }
    }

    /// <summary>Notes, on the device, that the files are ours from now on.</summary>
    public StorageError? Claim() => IsOwned ? null : Replace(OwnerPath, Encoding.UTF8.GetBytes(_downloadFolder + "\n"));

    /// <summary>The record, or null with the reason where there is none that can be believed.</summary>
    public ResumeRecord? ReadRecord(TorrentMetainfo torrent)
    {
        byte[]? bytes = null;
        var fault = ManagedFiles.Try(() =>
        {
            if (File.Exists(ResumePath) && new FileInfo(ResumePath).Length <= Limits.ResumeRecordLength)
            {
                bytes = File.ReadAllBytes(ResumePath);
            }
        });
        return fault.IsNone && bytes is not null && ResumeFormat.TryRead(bytes, torrent, out var record, out _)
            && string.Equals(record.Folder, _downloadFolder, StringComparison.Ordinal)
            ? record
            : null;
    }

    public StorageError? WriteRecord(ResumeRecord record) => Replace(ResumePath, ResumeFormat.Write(record));

    public void Dispose() => _lock?.Dispose();

    private StorageError? Replace(string path, byte[] content)
    {
        var fault = WholeFile.Replace(path, content);
        fault = fault.IsNone ? _calls.SyncFolder(_folder) : fault;
        return fault.IsNone ? null : Sentences.Of(fault, path);
    }
}
