using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Files;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>Files in a folder, and their torrent.</summary>
internal sealed class Share
{
    private readonly IReadOnlyList<(string Path, byte[] Bytes)> _files;

    private Share(TorrentMetainfo metainfo, string folder, IReadOnlyList<(string Path, byte[] Bytes)> files)
    {
        Metainfo = metainfo;
        Folder = folder;
        _files = files;
    }

    public TorrentMetainfo Metainfo { get; }

    /// <summary>What the torrent's files lie below.</summary>
    public string Folder { get; }

    /// <summary>The link by both hashes, or by one of them.</summary>
    public MagnetLink Link(bool v1 = true, bool v2 = true) => new()
    {
        InfoHashes = new InfoHashes(v1 ? Metainfo.InfoHashes.V1 : null, v2 ? Metainfo.InfoHashes.V2 : null),
    };

    /// <summary>One file, or several in a folder, with bytes by chance.</summary>
    public static Share Make(World world, string folder, CreateOptions options, params int[] lengths)
    {
        var files = new List<(string, byte[])>();
        for (var i = 0; i < lengths.Length; i++)
        {
            var bytes = new byte[lengths[i]];
            foreach (ref var b in bytes.AsSpan())
            {
                b = (byte)world.Chance.Below(256);
            }

            var path = lengths.Length == 1 ? "share" : $"share/file-{i}";
            files.Add((path, bytes));
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllBytes(Path.Combine(folder, path), bytes);
        }

        var tree = SourceScan.Scan(Path.Combine(folder, "share"), [], default);
        var created = TorrentCreator.Create(tree, options, null, default);
        Assert.True(TorrentReader.TryRead(created.Bytes, out var metainfo, out var reason), reason);
        return new Share(metainfo, folder, files);
    }

    /// <summary>Every file below the folder has the bytes that it had when the torrent was made.</summary>
    public void CheckCopy(string folder) =>
        Assert.All(_files, file => Assert.True(File.ReadAllBytes(Path.Combine(folder, file.Path)).AsSpan().SequenceEqual(file.Bytes), file.Path));

    /// <summary>The bytes of a piece.</summary>
    public byte[] Piece(int piece)
    {
        var (layout, at) = (Metainfo.Layout, new PieceIndex(piece));
        var bytes = new byte[layout.LengthOf(at)];
        var begin = layout.OffsetOf(at);
        var files = layout.Files.Where(f => !f.IsPadding).Zip(_files);
        foreach (var (extent, file) in files)
        {
            var from = Math.Max(begin, extent.Offset);
            var to = Math.Min(begin + bytes.Length, extent.Offset + extent.Length);
            if (from < to)
            {
                file.Bytes.AsSpan((int)(from - extent.Offset), (int)(to - from)).CopyTo(bytes.AsSpan((int)(from - begin)));
            }
        }

        return bytes;
    }
}
