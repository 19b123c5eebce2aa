using Shoal.Metainfo;
using Shoal.Storage.Files;

namespace Shoal.Storage.Tests;

/// <summary>Opens stores the way an engine does.</summary>
internal static class Stores
{
    public static StoreOptions Options(TempFolder folder, bool[]? wanted = null, bool overwrite = false, bool portable = false) => new()
    {
        DownloadFolder = folder.Download,
        StateFolder = folder.State,
        Wanted = wanted,
        Overwrite = overwrite,
        UsePortableCalls = portable,
    };

    public static StorageError? TryOpen(TestTorrent torrent, StoreOptions options, out FileStore? store, out LoadedState? loaded) =>
        FileStore.OpenChecked(torrent.Metainfo, options, 2, null, out store, out loaded, CancellationToken.None);

    public static FileStore Open(TestTorrent torrent, StoreOptions options, out LoadedState loaded)
    {
        Assert.Null(TryOpen(torrent, options, out var store, out var state));
        loaded = state!;
        return store!;
    }

    public static FileStore Open(TestTorrent torrent, StoreOptions options) => Open(torrent, options, out _);

    public static StorageError? Write(this FileStore store, TestTorrent torrent, int piece)
    {
        using var blocks = Blocks.Of(torrent.PieceData(piece));
        return store.Write(new PieceIndex(piece), blocks.Runs);
    }

    public static void WriteAll(this FileStore store, TestTorrent torrent, IEnumerable<int>? pieces = null)
    {
        foreach (var piece in pieces ?? Enumerable.Range(0, torrent.Layout.PieceCount))
        {
            Assert.Null(store.Write(torrent, piece));
        }
    }

    public static byte[] Read(this FileStore store, int piece, int begin, int length)
    {
        using var blocks = Blocks.Empty(length);
        Assert.Null(store.Read(new PieceIndex(piece), begin, blocks.Runs));
        return blocks.ToArray();
    }

    public static ResumeState State(byte[] have, bool isClean, params (PieceIndex, byte[])[] partial) =>
        new() { Have = have, Partial = partial, IsClean = isClean };

    public static byte[] Have(TestTorrent torrent, params IEnumerable<int> pieces)
    {
        var have = new byte[Bits.BytesFor(torrent.Layout.PieceCount)];
        foreach (var piece in pieces)
        {
            Bits.Set(have, piece);
        }

        return have;
    }

    public static int[] Pieces(TestTorrent torrent, byte[] have) =>
        [.. Enumerable.Range(0, torrent.Layout.PieceCount).Where(p => Bits.Get(have, p))];
}
