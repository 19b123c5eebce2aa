using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>A torrent whose files are open and checked.</summary>
/// <param name="Metainfo">What it is.</param>
/// <param name="File">The .torrent file to read it from again; null where there is none.</param>
/// <param name="FilePriorities">For each file; null: all normal.</param>
/// <param name="Store">Null where nobody needs it now: all is here, its record says so, and its files are closed again.</param>
/// <param name="Loaded">What is here.</param>
internal sealed record OpenedTorrent(TorrentMetainfo Metainfo, string? File, IReadOnlyList<PiecePriority>? FilePriorities, IPieceStore? Store, LoadedState Loaded)
{
    /// <summary>Bytes of all pieces that are here, wanted or not: counted once, by the worker that opened it.</summary>
    public long BytesHere { get; } = Bits.IsFull(Loaded.Have, Metainfo.Layout.PieceCount) ? Metainfo.Layout.DataLength
        : Enumerable.Range(0, Metainfo.Layout.PieceCount).Where(i => Bits.Get(Loaded.Have, i)).Sum(i => (long)Metainfo.Layout.DataLengthOf(new PieceIndex(i)));
}
