using Shoal.Interop.Tests.Programs;
using Shoal.Metainfo.Tests;
using static Shoal.Metainfo.Tests.Benc;

namespace Shoal.Interop.Tests.Transfers;

/// <summary>A .torrent that lies is refused with one sentence and exit code 3, and nothing is written.</summary>
public sealed class HostileTorrentTests
{
    private static readonly Dictionary<string, byte[]> Table = new(StringComparer.Ordinal)
    {
        ["empty"] = [],
        ["a web page"] = "<html>not found</html>"u8.ToArray(),
        ["cut off"] = Of(D(("info", Info("a"))))[..40],
        ["nested too deeply"] = [.. Enumerable.Repeat((byte)'l', 100_000)],
        ["a number without end"] = [.. "d4:infoi"u8, .. Enumerable.Repeat((byte)'9', 100_000)],
        ["a string longer than the file"] = "d4:info9223372036854775807:x"u8.ToArray(),
        ["climbs out"] = Of(D(("info", Info("../../etc/passwd")))),
        ["an absolute path"] = Of(D(("info", Info("/etc/passwd")))),
        ["pieces of no length"] = Of(D(("info", D(("length", 5), ("name", "a"), ("piece length", 0), ("pieces", new byte[20]))))),
        ["too few hashes"] = Of(D(("info", D(("length", 1L << 40), ("name", "a"), ("piece length", 16384), ("pieces", new byte[20]))))),
        ["a negative length"] = Of(D(("info", D(("length", -5), ("name", "a"), ("piece length", 16384), ("pieces", new byte[20]))))),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Show_and_get_of_a_hostile_torrent_exit_3_with_one_sentence(string name)
    {
        using var box = new Sandbox();
        var torrent = box.At("hostile.torrent");
        File.WriteAllBytes(torrent, Table[name]);

        var show = box.Shoal("show", torrent);
        var get = box.Shoal("get", torrent, "--dir", box.At("copy"), "--port", "0", "--bind", "127.0.0.1");

        foreach (var child in new[] { show, get })
        {
            child.EndsWith(3);
            Assert.Empty(child.Out);
            var sentence = Assert.Single(child.Errors);
            Assert.StartsWith("shoal: ", sentence, StringComparison.Ordinal);
            Assert.Contains("hostile.torrent", sentence, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(box.At("copy")));
    }

    private static (string Key, object Value)[] Info(string name) => D(("length", 5), ("name", name), ("piece length", 16384), ("pieces", new byte[20]));
}
