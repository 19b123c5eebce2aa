using Shoal.Metainfo.Layout;

namespace Shoal.Metainfo.Files;

/// <summary>The files on a disk that a pass reads, and what went wrong with them.</summary>
/// <param name="layout">Files and pieces.</param>
/// <param name="paths">Where each file is; null where it is padding.</param>
internal sealed class FilesRead(FileLayout layout, IReadOnlyList<string?> paths)
{
    private readonly FileFault?[] _faults = new FileFault?[layout.Files.Count];

    public FileLayout Layout => layout;

    public IReadOnlyList<string?> Paths => paths;

    /// <summary>The first failure of each file, by file index.</summary>
    public IReadOnlyList<FileFault?> Faults => _faults;

    /// <summary>The failure that was reported first.</summary>
    public FileFault? FirstFault { get; private set; }

    public void Report(int file, FileFault fault)
    {
        Interlocked.CompareExchange(ref _faults[file], fault, null);
        FirstFault ??= fault;
    }

    /// <summary>True when opening the file again would be in vain.</summary>
    public bool IsGone(int file) => Volatile.Read(ref _faults[file]) is { Kind: FileFaultKind.Missing or FileFaultKind.Unreadable };
}
