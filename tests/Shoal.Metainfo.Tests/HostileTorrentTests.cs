using System.Security.Cryptography;
using System.Text;
using static Shoal.Metainfo.Tests.Benc;

namespace Shoal.Metainfo.Tests;

/// <summary>Each torrent that must be refused, and the sentence that says so.</summary>
public sealed class HostileTorrentTests
{
    private const int Kib16 = 16 * 1024;
    private static readonly byte[] Root = SHA256.HashData(new byte[5]);

    private static readonly (string What, byte[] Bytes, string Sentence)[] Table =
    [
        ("empty input", [], "it is empty"),
        ("not bencoded", "<html>"u8.ToArray(), "it is not a .torrent"),
        ("cut off", Torrent(V1(5))[..30], "it is not a .torrent: the data ends inside a value (at byte 14)"),
        ("a list", Of(L()), "it is not a .torrent"),
        ("no info", Of(D(("announce", "x"))), "it is not a .torrent: it has no info dictionary"),
        ("info is text", Of(D(("info", "x"))), "it is not a .torrent: it has no info dictionary"),
        ("key twice", Of(D(("info", 1), ("info", 1))), "it is not a .torrent: a dictionary has the same key twice (at byte 10)"),
        ("nested too deeply", "d1:a"u8.ToArray().Concat(Enumerable.Repeat((byte)'l', 100_000)).ToArray(), "it is not a .torrent: nested too deeply (at byte 113)"),

        ("no name", Torrent(D(("length", 5), ("piece length", 16384), ("pieces", Hashes(1)))), "it has no name"),
        ("name climbs", Torrent(V1(5, name: "..")), "the name '..' leads out of the download folder"),
        ("name climbs inside", Torrent(V1(5, name: "a/../../b")), "the name 'a/../../b' leads out of the download folder"),
        ("name climbs on Windows", Torrent(V1(5, name: "..\\..\\x")), "the name '..\\..\\x' leads out of the download folder"),
        ("name is absolute", Torrent(V1(5, name: "/etc/passwd")), "the name '/etc/passwd' is an absolute path"),
        ("name is empty", Torrent(V1(5, name: "")), "a part of a file's path is empty"),
        ("name has a NUL", Torrent(V1(5, name: "a\0b")), "the name 'a?b' contains a NUL"),
        ("name.utf-8 climbs", Torrent(D(("length", 5), ("name", "a"), ("name.utf-8", ".."), ("piece length", 16384), ("pieces", Hashes(1)))), "the name '..' leads out of the download folder"),

        ("no piece length", Torrent(D(("length", 5), ("name", "a"), ("pieces", Hashes(1)))), "it has no piece length above 0"),
        ("piece length 0", Torrent(V1(5, pieceLength: 0)), "it has no piece length above 0"),
        ("piece length negative", Torrent(V1(5, pieceLength: -1)), "it has no piece length above 0"),
        ("piece length huge", Torrent(V1(5, pieceLength: 1L << 40)), "its pieces are larger than 512 MiB"),
        ("no hashes", Torrent(D(("length", 5), ("name", "a"), ("piece length", 16384))), "it has neither v1 nor v2 piece hashes"),
        ("hashes cut", Torrent(V1(5, pieces: new byte[19])), "its hashes are 19 bytes, but 1 pieces need 20"),
        ("too few hashes", Torrent(V1(16385, pieces: new byte[20])), "its hashes are 20 bytes, but 2 pieces need 40"),
        ("too many hashes", Torrent(V1(16384, pieces: new byte[40])), "its hashes are 40 bytes, but 1 pieces need 20"),
        ("hashes are a list", Torrent(D(("length", 5), ("name", "a"), ("piece length", 16384), ("pieces", L()))), "its hashes are 0 bytes, but 1 pieces need 20"),

        ("negative length", Torrent(V1(-5)), "a file has a negative length"),
        ("length of 65 bits", Torrent(D(("length", "18446744073709551621"), ("name", "a"), ("piece length", 16384), ("pieces", Hashes(1)))), "a file has no length"),
        ("length beyond the pieces", Torrent(V1(long.MaxValue)), "it has more than 2,097,152 pieces"),
        ("sum overflows", Torrent(Multi(File(long.MaxValue, "a"), File(long.MaxValue, "b"))), "it has more than 2,097,152 pieces"),
        ("one byte too many", Torrent(Multi(File(16384L << 21, "a"), File(1, "b"))), "it has more than 2,097,152 pieces"),
        ("neither length nor files", Torrent(D(("name", "a"), ("piece length", 16384), ("pieces", Hashes(1)))), "it has neither a length nor a list of files"),
        ("both length and files", Torrent(D(("files", L(File(5, "x"))), ("length", 5), ("name", "a"), ("piece length", 16384), ("pieces", Hashes(1)))),
            "it says both that it is one file and that it is many"),
        ("no files", Torrent(Multi()), "it has no files"),
        ("pads only", Torrent(Multi(Pad(5))), "it has no files"),
        ("files is a dictionary", Torrent(D(("files", D()), ("name", "a"), ("piece length", 16384), ("pieces", Hashes(1)))), "its list of files is not a list"),
        ("a file is a number", Torrent(Multi(7)), "a file is not described by a dictionary"),
        ("a file without path", Torrent(Multi(D(("length", 5)))), "a file has no path"),
        ("a file with empty path", Torrent(Multi(File(5))), "a file has no path"),
        ("a file without length", Torrent(Multi(D(("path", L("a"))))), "a file has no length"),
        ("path climbs", Torrent(Multi(File(5, "a", "..", "..", "x"))), "the name '..' leads out of the download folder"),
        ("path is here", Torrent(Multi(File(5, ".", "x"))), "the name '.' leads out of the download folder"),
        ("path is absolute", Torrent(Multi(File(5, "/etc", "x"))), "the name '/etc' is an absolute path"),
        ("path has an empty part", Torrent(Multi(File(5, "a", "", "x"))), "a part of a file's path is empty"),
        ("path has a NUL", Torrent(Multi(File(5, "x\0.txt"))), "the name 'x?.txt' contains a NUL"),
        ("path has a number", Torrent(Multi(D(("length", 5), ("path", L(7))))), "a part of a file's path is not a string"),
        ("path.utf-8 climbs", Torrent(Multi(D(("length", 5), ("path", L("x")), ("path.utf-8", L(".."))))), "the name '..' leads out of the download folder"),
        ("path too deep", Torrent(Multi(File(5, [.. Enumerable.Repeat("d", 101)]))), "a file lies more than 100 folders deep"),
        ("link outside", Torrent(Multi(File(5, "x"), Link("l", "..", "x"))), "the symbolic link 'l' leads out of the download folder"),
        ("link absolute", Torrent(Multi(File(5, "x"), Link("l", "/etc/passwd"))), "the symbolic link 'l' leads out of the download folder"),
        ("link to nothing", Torrent(Multi(File(5, "x"), Link("l"))), "the symbolic link 'l' has no target"),
        ("link with a length", Torrent(Multi(D(("attr", "l"), ("length", 5), ("path", L("l")), ("symlink path", L("x"))))), "a symbolic link has a length"),

        ("newer version", Torrent(D(("meta version", 3), ("name", 7))), "it has the meta version 3, which is newer than this program"),
        ("version 1", Torrent(D(("meta version", 1), ("name", "a"))), "its meta version is not 2"),
        ("version is text", Torrent(D(("meta version", "2"), ("name", "a"))), "its meta version is not 2"),
        ("no file tree", Torrent(D(("meta version", 2), ("name", "a"), ("piece length", Kib16))), "it has no file tree"),
        ("empty file tree", Torrent(V2(D())), "it has no files"),
        ("pieces below 16 KiB", Torrent(V2(Leaf("a", 5), pieceLength: 8192)), "its piece length is 8192, but v2 needs a power of two of at least 16 KiB"),
        ("pieces not a power of two", Torrent(V2(Leaf("a", 5), pieceLength: 3 * Kib16)), "its piece length is 49152, but v2 needs a power of two of at least 16 KiB"),
        ("tree climbs", Torrent(V2(D(("..", Leaf("a", 5))))), "the name '..' leads out of the download folder"),
        ("tree root is a file", Torrent(V2(D(("", D(("length", 5), ("pieces root", Root)))))), "a part of a file's path is empty"),
        ("file and folder", Torrent(V2(D(("a", D(("", D(("length", 5), ("pieces root", Root))), ("b", D(("", D(("length", 0)))))))))),
            "'a' in its file tree is both a file and a folder"),
        ("tree of text", Torrent(V2(D(("a", "b")))), "'a' in its file tree is neither a file nor a folder"),
        ("tree leaf of text", Torrent(V2(D(("a", D(("", "b")))))), "'a' in its file tree is neither a file nor a folder"),
        ("tree too deep", Torrent(V2(Deep(101))), "a file lies more than 100 folders deep"),
        ("no root", Torrent(V2(D(("a", D(("", D(("length", 5)))))))), "the file 'a' has no pieces root of 32 bytes"),
        ("short root", Torrent(V2(D(("a", D(("", D(("length", 5), ("pieces root", new byte[31])))))))), "the file 'a' has no pieces root of 32 bytes"),
        ("v2 length beyond the pieces", Torrent(V2(Leaf("a", long.MaxValue))), "it has more than 2,097,152 pieces"),
        ("v2 pad", Torrent(V2(D(("a", D(("", D(("attr", "p"), ("length", 5), ("pieces root", Root)))))))), "its file tree has a pad file"),
        ("no layers", Torrent(V2(Leaf("a", Kib16 + 1))), "the piece layer of 'a' is missing"),
        ("layer of one too few", Of(D(("info", V2(Leaf("a", Kib16 + 1))), ("piece layers", D((Latin(Root), new byte[32]))))), "the piece layer of 'a' has 1 hashes for 2 pieces"),
        ("layer of another file", Of(D(("info", V2(Leaf("a", Kib16 + 1))), ("piece layers", D((Latin(Root), new byte[64]))))),
            "the piece layer of 'a' does not have the pieces root that its info dictionary names"),

        ("hybrid name", Torrent(Hybrid(Leaf("b", 5), File(5, "a"))), "its v1 half has the file 'a' where its v2 half has 'b'"),
        ("hybrid folder", Torrent(Hybrid(D(("d", Leaf("a", 5))), File(5, "e", "a"))), "its v1 half has the file 'a' where its v2 half has 'a'"),
        ("hybrid length", Torrent(Hybrid(Leaf("a", 5), File(6, "a"))), "the file 'a' has 6 bytes in its v1 half and 5 in its v2 half"),
        ("hybrid order", Torrent(Hybrid(D([.. Leaf("a", 5), .. Leaf("b", 5)]), File(5, "b"), Pad(Kib16 - 5), File(5, "a"))), "its v1 half has the file 'b' where its v2 half has 'a'"),
        ("hybrid v1 has more", Torrent(Hybrid(Leaf("a", 5), File(5, "a"), Pad(Kib16 - 5), File(5, "b"))), "its v1 half has the file 'b', which its v2 half has not"),
        ("hybrid v2 has more", Torrent(Hybrid(D([.. Leaf("a", 5), .. Leaf("b", 5)]), File(5, "a"))), "its v2 half has the file 'b', which its v1 half has not"),
        ("hybrid without pads", Torrent(Hybrid(D([.. Leaf("a", 5), .. Leaf("b", 5)]), File(5, "a"), File(5, "b"))), "the file 'b' does not begin at the same piece in its v1 and v2 halves"),
        ("hybrid pad of a piece too many", Torrent(Hybrid(D([.. Leaf("a", 5), .. Leaf("b", 5)]), File(5, "a"), Pad(2 * Kib16 - 5), File(5, "b"))),
            "the file 'b' does not begin at the same piece in its v1 and v2 halves"),
        ("hybrid tail pad too long", Torrent(Hybrid(Leaf("a", 5), File(5, "a"), Pad(Kib16))), "its v1 half has more padding than its last piece holds"),
        ("hybrid link", Torrent(Hybrid(Leaf("a", 0), D(("attr", "l"), ("path", L("a")), ("symlink path", L("x"))))), "'a' is a symbolic link in only one of its v1 and v2 halves"),
        ("hybrid single name", Torrent(D(("file tree", Leaf("b", 5)), ("length", 5), ("meta version", 2), ("name", "a"), ("piece length", Kib16), ("pieces", Hashes(1)))),
            "its v1 half has the file 'a' where its v2 half has 'b'"),
    ];

    public static TheoryData<string> Names => [.. Table.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_refused_with_a_sentence(string what)
    {
        var (_, bytes, sentence) = Table.Single(row => string.Equals(row.What, what, StringComparison.Ordinal));
        Assert.False(TorrentReader.TryRead(bytes, out var torrent, out var reason));
        Assert.Null(torrent);
        Assert.Equal(sentence, reason);
    }

    [Fact]
    public void More_files_than_the_limit_are_refused()
    {
        var files = Enumerable.Range(0, 250_001).Select(i => (object)File(0, "x")).ToArray();
        Assert.False(TorrentReader.TryRead(Torrent(Multi(files)), out _, out var reason));
        Assert.Equal("it has more than 250,000 files", reason);
    }

    [Fact]
    public void A_file_longer_than_the_limit_is_refused()
    {
        Assert.False(TorrentReader.TryRead(new byte[64 * 1024 * 1024 + 1], out _, out var reason));
        Assert.Equal("it is larger than 64 MiB", reason);
    }

    [Fact]
    public void Long_folders_that_many_files_share_do_not_fill_the_memory()
    {
        var deep = D([.. Enumerable.Range(0, 140_000).Select(i => ($"{i:000000}", (object)D(("", D(("length", 0))))))]);
        var tree = Enumerable.Repeat(new string('n', 250), 4).Aggregate(deep, (inner, name) => D((name, inner)));
        Assert.False(TorrentReader.TryRead(Torrent(V2(tree)), out _, out var reason));
        Assert.Equal("the paths of its files take more than 256 MiB", reason);
    }

    [Fact]
    public void An_info_dictionary_with_bytes_behind_it_is_refused()
    {
        Assert.False(TorrentReader.TryReadInfo((byte[])[.. Of(V1(5)), 0], out _, out var reason));
        Assert.Equal("it is not an info dictionary and nothing else", reason);
    }

    private static byte[] Torrent(object info) => Of(D(("announce", "http://t.example/a"), ("info", info)));

    private static (string, object)[] V1(long length, string name = "a", long pieceLength = 16384, byte[]? pieces = null) =>
        D(("length", length), ("name", name), ("piece length", pieceLength), ("pieces", pieces ?? Hashes(1)));

    private static (string, object)[] Multi(params object[] files) => D(("files", L(files)), ("name", "a"), ("piece length", 16384), ("pieces", Hashes(1)));

    private static (string, object)[] File(long length, params string[] path) => D(("length", length), ("path", L(path)));

    private static (string, object)[] Pad(long length) => D(("attr", "p"), ("length", length), ("path", L(".pad", "0")));

    private static (string, object)[] Link(string name, params string[] target) => D(("attr", "l"), ("length", 0), ("path", L(name)), ("symlink path", L(target)));

    private static (string, object)[] V2(object tree, long pieceLength = Kib16) => D(("file tree", tree), ("meta version", 2), ("name", "n"), ("piece length", pieceLength));

    private static (string, object)[] Hybrid(object tree, params object[] files) =>
        D(("file tree", tree), ("files", L(files)), ("meta version", 2), ("name", "n"), ("piece length", Kib16), ("pieces", Hashes(1)));

    private static (string Key, object Value)[] Leaf(string name, long length) => D((name, D(("", D(("length", length), ("pieces root", Root))))));

    private static (string, object)[] Deep(int depth) => Enumerable.Repeat("d", depth).Aggregate(D(("", D(("length", 0)))), (inner, name) => D((name, inner)));

    private static byte[] Hashes(int pieces) => new byte[20 * pieces];

    private static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}
