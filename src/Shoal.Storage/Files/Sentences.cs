using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>Faults as errors that a person can act on: one sentence that names the thing and the cure.</summary>
internal static class Sentences
{
    public static StorageError Of(Fault fault, string path) => fault.Kind switch
    {
        FaultKind.NoRoom => DiskFull(path, needed: null),
        FaultKind.Missing => Missing(path),
        FaultKind.Replaced => new(StorageErrorKind.Missing, path,
            $"'{path}' is not the file any more that was written to; put it back, or start the torrent again so that it is checked"),
        FaultKind.Denied => new(StorageErrorKind.NotWritable, path,
            $"'{path}' may not be written to or read; change its permissions, or choose another folder"),
        FaultKind.NotAFile => new(StorageErrorKind.InTheWay, path,
            $"'{path}' is a link, a folder or a device where a plain file or folder belongs; move it away"),
        FaultKind.Short => new(StorageErrorKind.Shrunk, path,
            $"'{path}' is shorter than what was verified in it; put it back, or start the torrent again so that it is checked"),
        _ => new(StorageErrorKind.Device, path,
            $"'{path}' could not be read or written ({fault.Detail ?? "input/output error"}); check the device"),
    };

    public static StorageError DiskFull(string path, long? needed) => new(StorageErrorKind.DiskFull, path,
        needed is { } bytes
            ? $"the disk of '{path}' has too little room: {bytes} bytes more are needed; free some, or choose another folder"
            : $"the disk of '{path}' is full; free some room and it goes on");

    public static StorageError Missing(string path) => new(StorageErrorKind.Missing, path,
        $"'{path}' was there and is gone; put it back (is its disk mounted?), or use --overwrite to fetch it anew");

    public static StorageError StateFolder(Fault fault, string folder) => new(StorageErrorKind.NotWritable, folder,
        $"the folder '{folder}', where it is remembered what is verified, cannot be used ({fault.Detail ?? "no permission, or no such place"}); set XDG_STATE_HOME to another folder");

    public static StorageError InTheWay(string path) => new(StorageErrorKind.InTheWay, path,
        $"'{path}' is there already and holds no piece of this torrent; move it away, or use --overwrite");

    public static StorageError TooLong(string path, long length, long expected) => new(StorageErrorKind.InTheWay, path,
        $"'{path}' has {length} bytes where the torrent has {expected}; move it away, or use --overwrite to cut it");

    public static StorageError InUse(string folder) => new(StorageErrorKind.InTheWay, folder,
        $"this torrent is open in '{folder}' already; stop the other program first");
}
