using System.Security.Cryptography;
using Shoal.Metainfo.Merkle;
using Shoal.Metainfo.Oracle;

namespace Shoal.Metainfo.Tests;

/// <summary>Torrents of real programs: lt-* by libtorrent 2.0.8, the others by mktorrent 1.1 and transmission-create 3.00; each .json is libtorrent's view of it.
/// Made of 'album' (a.bin, 'b b.bin', empty, sub/deep/z, sub/été 日本.txt), 'single.bin', and 'onefile', a folder of one file.</summary>
public sealed class GoldenTorrentTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "*.torrent").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_torrent_of_a_real_program_is_read_as_libtorrent_reads_it(string name)
    {
        var torrent = Read(name);
        LibtorrentView.AssertSame(File.ReadAllText(Path.Combine(Folder, name + ".json")), torrent);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_info_dictionary_alone_is_the_same_torrent(string name)
    {
        var whole = Read(name);
        Assert.True(TorrentReader.TryReadInfo(whole.InfoBytes, out var bare, out var reason), reason);
        Assert.Equal(whole.InfoHashes, bare.InfoHashes);
        Assert.Equal(whole.Files.Select(file => (file.SafePath, file.Length)), bare.Files.Select(file => (file.SafePath, file.Length)));
        Assert.Equal(!whole.HasV2 || whole.Files.All(file => file.Length <= whole.Layout.PieceLength), bare.HasPieceLayers);
        Assert.True(whole.HasPieceLayers);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_magnet_link_names_the_same_torrent(string name)
    {
        var torrent = Read(name);
        Assert.True(MagnetLink.TryParse(torrent.ToMagnet().ToString(), out var link, out var reason), reason);
        Assert.Equal(torrent.InfoHashes, link.InfoHashes);
        Assert.Equal(torrent.Name, link.DisplayName);
        Assert.Equal(torrent.Trackers.SelectMany(tier => tier), link.Trackers);
        Assert.Equal(torrent.WebSeeds, link.WebSeeds);
        Assert.Equal(torrent.Layout.DataLength, link.Length);
    }

    [Theory]
    [InlineData("lt-default-album")]
    [InlineData("lt-v1-album")]
    [InlineData("lt-v2-album")]
    [InlineData("lt-no-tail-pad-album")]
    public void Every_piece_hash_is_that_of_the_data(string name)
    {
        var torrent = Read(name);
        var space = new byte[torrent.Layout.TotalLength];
        for (var i = 0; i < torrent.Files.Count; i++)
        {
            Data(torrent.Files[i]).CopyTo(space, torrent.Layout.Files[i].Offset);
        }

        for (var i = 0; i < torrent.Layout.PieceCount; i++)
        {
            var piece = new PieceIndex(i);
            var offset = (int)torrent.Layout.OffsetOf(piece);
            if (torrent.HasV1)
            {
                Assert.Equal(SHA1.HashData(space.AsSpan(offset, torrent.Layout.LengthOf(piece))), torrent.V1HashOf(piece).ToArray());
            }

            if (torrent.HasV2)
            {
                var leaves = space.AsSpan(offset, torrent.Layout.DataLengthOf(piece)).ToArray().Chunk(MerkleTree.LeafLength).SelectMany(SHA256.HashData).ToArray();
                Assert.Equal(MerkleTree.RootOf(leaves, torrent.V2LeavesOf(piece)), new Sha256Hash(torrent.V2HashOf(piece)));
            }
        }
    }

    private static TorrentMetainfo Read(string name)
    {
        Assert.True(TorrentReader.TryRead(File.ReadAllBytes(Path.Combine(Folder, name + ".torrent")), out var torrent, out var reason), reason);
        return torrent;
    }

    // The files that the torrents were made of: byte i is i * factor * 7 + i / 251.
    private static byte[] Data(TorrentFile file)
    {
        var factor = file.IsPadding ? 0 : file.Path[^1] switch { "a.bin" => 3, "empty" => 1, "été 日本.txt" => 5, "z" => 9, "b b.bin" => 11, _ => throw new ArgumentException(file.SafePath) };
        return [.. Enumerable.Range(0, (int)file.Length).Select(i => file.IsPadding ? (byte)0 : (byte)((i * factor * 7) + (i / 251)))];
    }
}
