using System.IO.Enumeration;

namespace Shoal.Napster.Client.Files;

/// <summary>What a folder says of one of its entries.</summary>
internal readonly record struct FoundEntry(string Name, bool IsLink, bool IsFolder, long Length, long Modified)
{
    public static FoundEntry Of(ref FileSystemEntry entry) =>
        new(entry.FileName.ToString(), entry.Attributes.HasFlag(FileAttributes.ReparsePoint), entry.IsDirectory, entry.IsDirectory ? 0 : entry.Length, entry.LastWriteTimeUtc.UtcTicks);
}
