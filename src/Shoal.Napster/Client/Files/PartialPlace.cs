using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Shoal.Metainfo.Names;
using Shoal.Napster.Client.Data;
using Shoal.Storage.Files;
using Shoal.Storage.Files.Calls;

namespace Shoal.Napster.Client.Files;

/// <summary>Where a file that is fetched lies, and where it goes: never through a link, and never onto another file.</summary>
internal sealed class PartialPlace
{
    private readonly string _name;
    private readonly int _number;
    private readonly bool _isPortable;

    private PartialPlace(string folder, string name, int number, bool isPortable)
    {
        Folder = folder;
        _name = name;
        _number = number;
        _isPortable = isPortable;
    }

    public string Folder { get; }

    public string Part => Path.Combine(Folder, PartName);

    public string Record => Part + ".record";

    private string PartName => $".{Numbered(_name, _number)}.part";

    /// <summary>Finds the partial file of the order, or the first free name for it, and opens it.</summary>
    public static PartialPlace? Find(IFileCalls files, DownloadOrder order, out SafeFileHandle? handle, out PartialRecord? record, out string failure)
    {
        handle = null;
        record = null;
        failure = "";
        var fault = ManagedFiles.Try(() => Directory.CreateDirectory(order.Folder));
        var name = SafeName.Of(order.Name, Limits.FetchedName);
        for (var number = 1; fault.IsNone && number <= Limits.Twins; number++)
        {
            var place = new PartialPlace(order.Folder, name, number, files is PortableFileCalls);
            if (IsThere(files, order.Folder, place.PartName))
            {
                record = PartialRecord.Read(place.Record);
                if (record is not null && IsSame(record, order) && files.Open(order.Folder, place.PartName, FileUse.Write, out handle).IsNone && place.TryLock(handle!))
                {
                    record = record with { Sha256 = record.Sha256 ?? order.Sha256 };
                    return place;
                }

                handle?.Dispose();
                handle = null;
            }
            else if (!IsThere(files, order.Folder, Numbered(name, number)))
            {
                // The record is there first, so that a partial file without one is never ours.
                record = new PartialRecord(order.Nick, order.Path, -1, order.Sha256, 0, BootIdentity.Read());
                fault = record.Write(place.Record);
                fault = fault.IsNone ? files.Open(order.Folder, place.PartName, FileUse.Create, out handle) : fault;
                if (fault.IsNone && place.TryLock(handle!))
                {
                    return place;
                }

                handle?.Dispose();
                handle = null;
            }
        }

        failure = fault.IsNone ? $"'{order.Folder}' has {Limits.Twins} files called '{name}'; move some away" : Sentences.Of(fault, order.Folder).Message;
        return null;
    }

    /// <summary>Gives the whole file its name, or the next that is free.</summary>
    public bool Settle(IFileCalls files, out string path, out string failure)
    {
        failure = "";
        path = "";
        for (var number = _number; number <= Limits.Twins; number++)
        {
            path = Path.Combine(Folder, Numbered(_name, number));
            var fault = Rename(Part, path);
            if (fault.IsNone)
            {
                _ = files.SyncFolder(Folder);
                _ = files.Delete(Folder, Path.GetFileName(Record));
                return true;
            }

            if (!Path.Exists(path))
            {
                failure = Sentences.Of(fault, path).Message;
                return false;
            }
        }

        failure = $"'{Folder}' has {Limits.Twins} files called '{_name}'; move some away";
        return false;
    }

    private static string Numbered(string name, int number)
    {
        var stem = Path.GetFileNameWithoutExtension(name);
        return number == 1 ? name : $"{stem} ({number}){name[stem.Length..]}";
    }

    private static bool IsThere(IFileCalls files, string folder, string name) => files.Look(folder, name, out _).Kind != FaultKind.Missing;

    private static bool IsSame(PartialRecord record, DownloadOrder order) =>
        (record.Size < 0 || order.Size is not { } size || record.Size == size || (uint)record.Size == size)
        && (record.Sha256 is null || order.Sha256 is null || record.Sha256 == order.Sha256)
        && (record.Sha256 is not null || order.Path.AsSpan().SequenceEqual(record.Path) || record.Size == order.Size);

    private bool TryLock(SafeFileHandle handle) => _isPortable || Libc.flock(handle, Libc.LOCK_EX_NB) == 0;

    private Fault Rename(string from, string to)
    {
        if (!_isPortable)
        {
            if (Libc.renameat2(Libc.AT_FDCWD, from, Libc.AT_FDCWD, to, Libc.RENAME_NOREPLACE) == 0)
            {
                return default;
            }

            // Some file systems do not know how not to replace.
            if (Marshal.GetLastPInvokeError() is not (Libc.EINVAL or Libc.ENOSYS))
            {
                return LinuxFaults.Last();
            }
        }

        return ManagedFiles.Try(() => File.Move(from, to, overwrite: false));
    }
}
