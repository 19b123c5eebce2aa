namespace Shoal.Storage.Files.Calls;

/// <summary>What a file system says of a file.</summary>
/// <param name="IsRegular">True for a plain file: no folder, link or device.</param>
/// <param name="Length">Bytes, holes counted.</param>
/// <param name="Allocated">Bytes on the device, holes not counted.</param>
/// <param name="ModifiedNanoseconds">Last change of its content, since 1970.</param>
/// <param name="Device">With <paramref name="Inode"/>: which file this is, whatever its name. Zero where the system does not say.</param>
/// <param name="Inode">The file's number on its device.</param>
internal readonly record struct FileFacts(
    bool IsRegular, long Length, long Allocated, long ModifiedNanoseconds, ulong Device, ulong Inode)
{
    public bool IsSameFileAs(FileFacts other) => Device == other.Device && Inode == other.Inode;
}
