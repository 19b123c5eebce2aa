namespace Shoal.Metainfo.Creating;

/// <summary>What is to be shared: one file, or a folder's files in no particular order.</summary>
/// <param name="Name">The name of the file or folder.</param>
/// <param name="IsSingleFile">True when the path was a file.</param>
/// <param name="Files">At least one that is not empty.</param>
public sealed record SourceTree(string Name, bool IsSingleFile, IReadOnlyList<SourceFile> Files)
{
    /// <summary>Bytes of all files.</summary>
    public long TotalLength => Files.Sum(f => f.Length);
}
