using System.Security.Cryptography;
using System.Text;
using static Shoal.Metainfo.Tests.Benc;

namespace Shoal.Metainfo.Tests;

public sealed class TorrentReaderTests
{
    private static readonly (string, object)[] Info = D(("length", 5), ("name", "a"), ("piece length", 16384), ("pieces", new byte[20]));

    [Fact]
    public void The_info_hash_is_over_the_original_bytes_however_unsorted_with_a_newline_behind_them()
    {
        var info = Of(D(("pieces", new byte[20]), ("piece length", 16384), ("name", "a"), ("length", 5)));
        var torrent = Read([.. "d4:info"u8, .. info, .. "8:announce3:x:ye\r\n"u8]);
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(info)), torrent.InfoHashes.V1?.ToString());
        Assert.Equal(info, torrent.InfoBytes.ToArray());
    }

    [Fact]
    public void The_announce_list_counts_where_it_names_a_tracker_and_else_announce()
    {
        Assert.Equal([["http://a"]], Trackers(("announce", "http://a")));
        Assert.Equal([["http://a"]], Trackers(("announce", "http://a"), ("announce-list", L(L(), L("")))));
        Assert.Equal([["http://b", "udp://c:1"], ["ws://d"]], Trackers(("announce", "http://a"), ("announce-list", L(L(" http://b", "udp://c:1 "), L("http://b"), L("ws://d", 7)))));
        Assert.Equal([["http://b"], ["http://c"]], Trackers(("announce-list", L("http://b", "http://c"))));
        Assert.Empty(Trackers(("announce", "http://a\r\nX: y")));
        Assert.Empty(Trackers(("announce", 7)));
    }

    [Fact]
    public void Hints_are_read_and_malformed_ones_left_out()
    {
        var info = D(("collections", L("k", "k")), ("length", 5), ("name", "a"), ("piece length", 16384), ("pieces", new byte[20]), ("similar", L(new byte[20], new byte[19])), ("source", "S"));
        var torrent = Read(Of(D(
            ("collections", L("m", 7)), ("comment", "c"), ("comment.utf-8", "d"), ("created by", "p"), ("creation date", 1_000_000_000), ("info", info),
            ("nodes", L(L("h.example", 6881), L("h", 0), L("h", 65536), L("h"), 7, L(7, 7))), ("similar", L(Enumerable.Repeat((byte)1, 20).ToArray())), ("url-list", "http://w/"))));
        Assert.Equal(["k", "m"], torrent.Collections);
        Assert.Equal([new Sha1Hash(new byte[20]), new Sha1Hash(Enumerable.Repeat((byte)1, 20).ToArray())], torrent.Similar);
        Assert.Equal(("d", "p", "S"), (torrent.Comment, torrent.CreatedBy, torrent.Source));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_000_000_000), torrent.CreationDate);
        Assert.Equal([("h.example", 6881)], torrent.Nodes);
        Assert.Equal(["http://w/"], torrent.WebSeeds);
        Assert.Equal(["http://v/", "http://w/"], Read(Of(D(("info", Info), ("url-list", L("http://v/", "http://w/", "http://v/"))))).WebSeeds);
        Assert.Null(Read(Of(D(("creation date", long.MaxValue), ("info", Info)))).CreationDate);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData("1", true)]
    [InlineData(null, false)]
    public void Private_is_anything_but_zero(object? value, bool isPrivate)
    {
        var info = value is null ? Info : D([.. Info, ("private", value)]);
        Assert.Equal(isPrivate, Read(Of(D(("info", info)))).IsPrivate);
    }

    [Fact]
    public void Utf8_names_and_paths_are_preferred()
    {
        var file = D(("length", 5), ("path", L("\xe9")), ("path.utf-8", L(Encoding.UTF8.GetBytes("é"))));
        var torrent = Read(Of(D(("info", D(("files", L(file)), ("name", "\xe9t"), ("name.utf-8", Encoding.UTF8.GetBytes("ét")), ("piece length", 16384), ("pieces", new byte[20]))))));
        Assert.Equal("ét", torrent.Name);
        Assert.Equal(["é"], torrent.Files[0].Path);
        Assert.Equal("ét/é", torrent.Files[0].SafePath);
    }

    [Fact]
    public void Only_the_attribute_makes_a_pad_file()
    {
        var files = L(
            D(("length", 5), ("path", L("a"))),
            D(("length", 3), ("path", L(".pad", "3"))),
            D(("attr", "p"), ("length", 8)),
            D(("attr", "xh?"), ("length", 2), ("path", L("b")), ("sha1", Enumerable.Repeat((byte)7, 20).ToArray())));
        var torrent = Read(Of(D(("info", D(("files", files), ("name", "t"), ("piece length", 16), ("pieces", new byte[40]))))));
        Assert.Equal([false, false, true, false], torrent.Files.Select(file => file.IsPadding));
        Assert.Equal(["t/a", "t/.pad/3", "", "t/b"], torrent.Files.Select(file => file.SafePath));
        Assert.Equal((10, 18), (torrent.Layout.DataLength, torrent.Layout.TotalLength));
        Assert.True(torrent.Files[3] is { IsExecutable: true, IsHidden: true, Sha1: { } hash } && hash.Span[0] == 7);
    }

    [Fact]
    public void A_root_of_zeros_for_an_empty_file_says_nothing()
    {
        var tree = D(("a", D(("", D(("length", 0), ("pieces root", new byte[32]))))), ("b", D(("", D(("length", 5), ("pieces root", Enumerable.Repeat((byte)7, 32).ToArray()))))));
        var torrent = Read(Of(D(("info", D(("file tree", tree), ("meta version", 2), ("name", "t"), ("piece length", 16384))))));
        Assert.Null(torrent.Files[0].PiecesRoot);
        Assert.Equal(torrent.Files[1].PiecesRoot!.Value.Span.ToArray(), torrent.V2Pieces.ToArray());
        Assert.False(torrent.IsSingleFile);
    }

    [Fact]
    public void Files_of_one_content_share_one_piece_layer()
    {
        var pieces = new byte[2][] { SHA256.HashData("x"u8), SHA256.HashData("y"u8) };
        var root = SHA256.HashData([.. pieces[0], .. pieces[1]]);
        object leaf = D(("", D(("length", 20000), ("pieces root", root))));
        var torrent = Read(Of(D(("info", D(("file tree", D(("a", leaf), ("b", leaf))), ("meta version", 2), ("name", "t"), ("piece length", 16384))),
            ("piece layers", D((Encoding.Latin1.GetString(root), (byte[])[.. pieces[0], .. pieces[1]]))))));
        Assert.Equal(4, torrent.Layout.PieceCount);
        Assert.Equal([.. pieces[0], .. pieces[1], .. pieces[0], .. pieces[1]], torrent.V2Pieces.ToArray());
    }

    [Fact]
    public void A_bare_info_dictionary_claims_no_memory_for_layers_it_does_not_bring()
    {
        var info = Of(D(("file tree", D(("a", D(("", D(("length", 16384L << 21), ("pieces root", new byte[32]))))))), ("meta version", 2), ("name", "t"), ("piece length", 16384)));
        Assert.True(TorrentReader.TryReadInfo(info, out var torrent, out var reason), reason);
        Assert.False(torrent.HasPieceLayers);
        Assert.True(torrent.V2Pieces.IsEmpty);
        Assert.Equal(1 << 21, torrent.Layout.PieceCount);
    }

    [Fact]
    public void Two_files_of_one_pieces_root_have_one_length()
    {
        (string, object)[] File(int length) => D(("", D(("length", length), ("pieces root", new byte[32]))));
        var info = Of(D(("file tree", D(("a", File(100_000)), ("b", File(100_001)))), ("meta version", 2), ("name", "t"), ("piece length", 16384)));
        Assert.False(TorrentReader.TryReadInfo(info, out _, out var reason));
        Assert.Equal("'b' has the pieces root of a file of another length", reason);
    }

    private static IReadOnlyList<IReadOnlyList<string>> Trackers(params (string, object)[] around) =>
        Read(Of(D([.. around, ("info", (object)Info)]))).Trackers;

    private static TorrentMetainfo Read(byte[] bytes)
    {
        Assert.True(TorrentReader.TryRead(bytes, out var torrent, out var reason), reason);
        return torrent;
    }
}
