namespace Shoal.Storage.Resume;

/// <summary>How a file was last seen: enough to notice that somebody else wrote to it.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedNanoseconds">Last change of its content, since 1970.</param>
internal readonly record struct FileStamp(long Length, long ModifiedNanoseconds)
{
    /// <summary>No file.</summary>
    public static readonly FileStamp Missing = new(-1, 0);
}
