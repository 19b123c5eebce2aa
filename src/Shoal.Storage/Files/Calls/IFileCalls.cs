using Microsoft.Win32.SafeHandles;

namespace Shoal.Storage.Files.Calls;

/// <summary>
/// The calls to a file system that storage makes. Paths are relative to the folder, with '/'; no link below the folder is
/// ever followed. Vectors are used up by a call. Any thread may call.
/// </summary>
internal interface IFileCalls
{
    /// <summary>Opens a plain file below the folder; the folder itself is never made.</summary>
    Fault Open(string folder, string path, FileUse use, out SafeFileHandle? handle);

    /// <summary>What lies at the path, without following a link there.</summary>
    Fault Look(string folder, string path, out FileFacts facts);

    /// <summary>What the open file is.</summary>
    Fault Look(SafeFileHandle handle, out FileFacts facts);

    /// <summary>Writes all the bytes at the offset.</summary>
    Fault Write(SafeFileHandle handle, Span<IoVector> from, long offset);

    /// <summary>Fills all the vectors from the offset; Short when the file ends before.</summary>
    Fault Read(SafeFileHandle handle, Span<IoVector> into, long offset);

    /// <summary>As <see cref="Read"/>, or WouldWait where a device would have to be waited for.</summary>
    Fault ReadCached(SafeFileHandle handle, Span<IoVector> into, long offset);

    /// <summary>The first byte at or after the offset that is not in a hole; the file's length when there is none.</summary>
    long NextData(SafeFileHandle handle, long offset, long length);

    /// <summary>Waits until the content is on the device.</summary>
    Fault Sync(SafeFileHandle handle);

    /// <summary>Cuts or, with a hole, grows the file.</summary>
    Fault SetLength(SafeFileHandle handle, long length);

    /// <summary>Lets those run it who may read it.</summary>
    Fault MakeExecutable(SafeFileHandle handle);

    /// <summary>Makes a symbolic link with that text at the path; not an error when it is there already.</summary>
    Fault Link(string folder, string path, string text);

    /// <summary>Removes the file; not an error when it is not there.</summary>
    Fault Delete(string folder, string path);

    /// <summary>Waits until the names in the folder are on the device.</summary>
    Fault SyncFolder(string folder);

    /// <summary>Bytes that may still be written below the folder; the largest number where unknown.</summary>
    long FreeSpace(string folder);
}
