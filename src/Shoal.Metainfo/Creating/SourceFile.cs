using System.Text;

namespace Shoal.Metainfo.Creating;

/// <summary>A file on a disk that is to be shared.</summary>
public sealed class SourceFile
{
    /// <summary>Names it.</summary>
    /// <param name="diskPath">Where its bytes are; a link was followed when it is opened.</param>
    /// <param name="components">Folders below the shared one, then the file's name.</param>
    public SourceFile(string diskPath, IReadOnlyList<string> components)
    {
        DiskPath = diskPath;
        Components = components;
        PathBytes = Encoding.UTF8.GetBytes(string.Join('/', components));
    }

    /// <summary>Where its bytes are.</summary>
    public string DiskPath { get; }

    /// <summary>Folders below the shared one, then the file's name.</summary>
    public IReadOnlyList<string> Components { get; }

    /// <summary>The components as UTF-8, joined by '/': what files are ordered by.</summary>
    internal ReadOnlyMemory<byte> PathBytes { get; }

    /// <summary>Bytes.</summary>
    public required long Length { get; init; }

    /// <summary>Its owner may execute it (BEP 47 "x").</summary>
    public bool IsExecutable { get; init; }

    /// <summary>When it was last written, to see whether it changed while being read.</summary>
    public DateTime Modified { get; init; }
}
