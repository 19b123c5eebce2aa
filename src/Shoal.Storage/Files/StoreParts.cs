using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage.Files.Calls;

namespace Shoal.Storage.Files;

/// <summary>What a store is made of, so that opening, starting and running share it.</summary>
internal sealed class StoreParts : IDisposable
{
    private readonly HandlePool? _ownHandles;
    private readonly HandlePool _handles;

    public StoreParts(TorrentMetainfo torrent, StoreOptions options)
    {
        Wanted = options.Wanted ?? [.. Enumerable.Repeat(true, torrent.Files.Count)];
        Invariant.Check(Wanted.Count == torrent.Files.Count);
        Folder = Path.GetFullPath(options.DownloadFolder);
        Calls = options.Calls ?? (OperatingSystem.IsLinux() && Environment.Is64BitProcess && !options.UsePortableCalls ? new LinuxFileCalls() : new PortableFileCalls());
        _ownHandles = options.Handles is null ? new HandlePool() : null;
        _handles = options.Handles ?? _ownHandles!;
        Data = new DataFiles(torrent, Folder, Calls, _handles);
        Part = new PartFile(torrent, Folder, Wanted, Calls, _handles);
        Scratches = new ScratchPool();
        Pieces = new PieceFiles(torrent, Wanted, Data, Part, Scratches);
        State = new StateFiles(torrent, Path.GetFullPath(options.StateFolder), Folder, Calls);
    }

    /// <summary>The download folder, absolute.</summary>
    public string Folder { get; }

    public IReadOnlyList<bool> Wanted { get; }

    public IFileCalls Calls { get; }

    public DataFiles Data { get; }

    public PartFile Part { get; }

    public ScratchPool Scratches { get; }

    public PieceFiles Pieces { get; }

    public StateFiles State { get; }

    public void Dispose()
    {
        _handles.DropAll(Data);
        _handles.DropAll(Part);
        _ownHandles?.Dispose();
        Scratches.Dispose();
        State.Dispose();
    }
}
