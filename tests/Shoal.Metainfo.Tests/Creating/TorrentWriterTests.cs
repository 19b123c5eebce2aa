using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Files;
using Shoal.Metainfo.Tests.Merkle;

namespace Shoal.Metainfo.Tests.Creating;

public sealed class TorrentWriterTests : IDisposable
{
    private const int PieceLength = 32 * 1024;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(TorrentFormat.V1)]
    [InlineData(TorrentFormat.V2)]
    [InlineData(TorrentFormat.Hybrid)]
    public void What_was_read_is_written_byte_for_byte(TorrentFormat format)
    {
        var original = Create(format);

        Assert.Equal(original, TorrentWriter.Write(Read(original)));
    }

    [Theory]
    [InlineData(TorrentFormat.V2)]
    [InlineData(TorrentFormat.Hybrid)]
    public void An_info_dictionary_and_the_layers_that_peers_sent_are_the_torrent_again(TorrentFormat format)
    {
        var original = Read(Create(format));
        var bare = ReadInfo(original);
        Assert.False(bare.HasPieceLayers);
        Assert.Throws<ArgumentException>(() => TorrentWriter.Write(bare));

        Assert.True(bare.TryAddPieceLayers(original.V2Pieces, out var full, out var reason), reason);

        Assert.True(full.HasPieceLayers);
        var written = Read(TorrentWriter.Write(full));
        Assert.Equal(original.InfoHashes, written.InfoHashes);
        Assert.Equal(original.V2Pieces.ToArray(), written.V2Pieces.ToArray());
        Assert.Equal(NaiveTree.Of(File.ReadAllBytes(Path.Combine(_folder.Path, "long"))).Root, written.Files.First(f => f.SafePath.EndsWith("long", StringComparison.Ordinal)).PiecesRoot);
    }

    [Fact]
    public void Layers_of_another_torrent_are_refused_with_the_file_that_they_do_not_fit()
    {
        var original = Read(Create(TorrentFormat.V2));
        var bare = ReadInfo(original);
        for (var piece = 0; piece < original.Layout.PieceCount; piece++)
        {
            var changed = original.V2Pieces.ToArray();
            changed[piece * 32] ^= 1;
            Assert.False(bare.TryAddPieceLayers(changed, out var none, out var reason));
            Assert.Null(none);
            Assert.Contains("does not have the pieces root", reason, StringComparison.Ordinal);
        }

        Assert.False(bare.TryAddPieceLayers(original.V2Pieces[32..], out _, out _));
        Assert.False(Read(Create(TorrentFormat.V1)).TryAddPieceLayers(default, out _, out _));
    }

    private static TorrentMetainfo Read(byte[] bytes)
    {
        Assert.True(TorrentReader.TryRead(bytes, out var torrent, out var reason), reason);
        return torrent;
    }

    private static TorrentMetainfo ReadInfo(TorrentMetainfo of)
    {
        Assert.True(TorrentReader.TryReadInfo(of.InfoBytes, out var torrent, out var reason), reason);
        return torrent;
    }

    private byte[] Create(TorrentFormat format)
    {
        _folder.Write("long", 5 * PieceLength + 7);
        _folder.Write("twin", 5 * PieceLength + 7);
        _folder.Write("short", 100, seed: 2);
        _folder.Write("two", 2 * PieceLength, seed: 3);
        _folder.Write("empty", 0);
        var options = new CreateOptions
        {
            Format = format, PieceLength = PieceLength, Comment = "c", CreatedBy = "p", CreationDate = DateTimeOffset.UnixEpoch.AddDays(1),
            Trackers = [["http://a/", "http://b/"], ["http://c/"]], WebSeeds = ["http://w/", "http://v/"], Source = "s", IsPrivate = true,
        };
        return TorrentCreator.Create(SourceScan.Scan(_folder.Path, [], default), options, null, default).Bytes.ToArray();
    }
}
