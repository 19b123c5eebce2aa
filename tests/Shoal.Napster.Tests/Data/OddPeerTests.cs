using System.Security.Cryptography;
using Shoal.Napster.Client.Data;

namespace Shoal.Napster.Tests.Data;

/// <summary>Clients of other houses, with the habits that they were seen to have, over real sockets.</summary>
public sealed class OddPeerTests : IDisposable
{
    private const string Shared = @"\music\a b.mp3";
    private readonly DataSite _ann = new();

    [Theory]
    [InlineData("plain")]
    [InlineData("coalesced")]
    [InlineData("newline")]
    [InlineData("no-greeting")]
    [InlineData("too-much")]
    public void A_file_comes_whole_even_where_it_begins_with_digits(string how)
    {
        var content = Content.Digits(200_000);
        using var peer = Serve(how, content);
        var download = _ann.Open("bob", Shared, content.Length);
        Assert.Equal(new DataEnd(EndKind.Done, ""), _ann.Fetch(download, peer.Listens()));
        Assert.Equal($"GETann \"{Shared}\" 0 sha256", peer.Line());
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }

    [Fact]
    public void A_size_that_trickles_in_front_of_digits_is_read_to_its_end_and_no_further()
    {
        var content = Content.Digits(1500);
        using var peer = Serve("trickle", content);
        var download = _ann.Open("bob", Shared, content.Length);
        Assert.Equal(EndKind.Done, _ann.Fetch(download, peer.Listens()).Kind);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }

    [Fact]
    public void A_server_that_told_no_size_is_done_without()
    {
        var content = "ID3 and so on"u8.ToArray();
        using var peer = Serve("plain", content);
        var download = _ann.Open("bob", Shared, null);
        Assert.Equal(EndKind.Done, _ann.Fetch(download, peer.Listens()).Kind);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }

    [Theory]
    [InlineData("INVALID REQUEST")]
    [InlineData("FILE NOT FOUND")]
    [InlineData("FILE NOT SHARED")]
    public void An_error_in_place_of_digits_is_told(string error)
    {
        using var peer = Serve("error:" + error, [1]);
        var download = _ann.Open("bob", Shared, 5000);
        Assert.Equal(new DataEnd(EndKind.Refused, error), _ann.Fetch(download, peer.Listens()));
        Assert.False(download.IsClosed);
    }

    [Fact]
    public void What_came_before_a_short_close_stays_and_another_peer_sends_the_rest()
    {
        var content = Content.Of(500_000);
        using var first = Serve("short:300000", content);
        using var second = Serve("plain", content);
        var download = _ann.Open("bob", Shared, content.Length);
        Assert.Equal(EndKind.Broken, _ann.Fetch(download, first.Listens()).Kind);
        Assert.Equal(300_000, download.Position);
        Assert.Equal(EndKind.Done, _ann.Fetch(download, second.Listens()).Kind);
        Assert.Equal($"GETann \"{Shared}\" {300_000 - (16 * 1024)} sha256", second.Line());
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }

    [Fact]
    public void A_peer_that_ignores_the_offset_is_noticed_and_what_it_sends_is_used()
    {
        var content = Content.Of(500_000);
        using var first = Serve("short:300000", content);
        using var second = Serve("ignores-offset", content);
        var download = _ann.Open("bob", Shared, content.Length);
        _ann.Fetch(download, first.Listens());
        Assert.Equal(new DataEnd(EndKind.Done, ""), _ann.Fetch(download, second.Listens()));
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }

    [Fact]
    public void A_peer_that_ignores_the_offset_is_noticed_by_a_byte_too_many_where_the_file_repeats_itself()
    {
        var content = new byte[500_000];
        Content.Of(1000).CopyTo(content, 400_000);
        using var first = Serve("short:300000", content);
        using var second = Serve("ignores-offset", content);
        var download = _ann.Open("bob", Shared, content.Length);
        _ann.Fetch(download, first.Listens());
        var peer = second.Listens();
        Assert.Equal(EndKind.Differs, _ann.Fetch(download, peer).Kind);
        Assert.Equal(0, download.Position);
        Assert.Equal(EndKind.Done, _ann.Fetch(download, peer).Kind);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }

    [Fact]
    public void A_file_that_repeats_itself_goes_on_where_the_peer_does_as_it_is_asked()
    {
        var content = new byte[500_000];
        using var first = Serve("short:300000", content);
        using var second = Serve("plain", content);
        var download = _ann.Open("bob", Shared, content.Length);
        _ann.Fetch(download, first.Listens());
        Assert.Equal(EndKind.Done, _ann.Fetch(download, second.Listens()).Kind);
        Assert.Equal(content, File.ReadAllBytes(download.File!));
    }

    [Fact]
    public void A_peer_with_another_file_of_that_size_has_what_is_here_cut_back_until_it_begins_anew()
    {
        var content = Content.Of(3_000_000);
        using var first = Serve("short:2500000", content);
        using var other = Serve("other", content);
        var download = _ann.Open("bob", Shared, content.Length);
        _ann.Fetch(download, first.Listens());
        var peer = other.Listens();
        Assert.Equal(EndKind.Differs, _ann.Fetch(download, peer).Kind);
        Assert.Equal(2_500_000 - (1 << 20), download.Position);
        Assert.Equal(EndKind.Differs, _ann.Fetch(download, peer).Kind);
        Assert.Equal(0, download.Position);
        Assert.Equal(EndKind.Done, _ann.Fetch(download, peer).Kind);
        Assert.Equal([.. content.Select(static b => (byte)(255 - b))], File.ReadAllBytes(download.File!));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("ignores-offset")]
    public void A_push_goes_on_from_where_we_are(string how)
    {
        var content = Content.Of(500_000);
        var file = Path.Combine(_ann.Folder, "pushed");
        File.WriteAllBytes(file, content);
        using var first = Serve("short:300000", content);
        _ann.Awaited = _ann.Open("bob", Shared, content.Length);
        _ann.Fetch(_ann.Awaited, first.Listens());
        using var pusher = new ForeignPeer("push", how, $"{_ann.Local.Port}", "bob", Shared, file);
        Assert.Equal($"{300_000 - (16 * 1024)}", pusher.Line());
        Assert.Equal(EndKind.Done, DataSite.TakeOf(_ann.DownloadEnds).Kind);
        Assert.Equal(content, File.ReadAllBytes(_ann.Awaited.File!));
    }

    [Theory]
    [InlineData("plain", 0)]
    [InlineData("coalesced", 5000)]
    [InlineData("bytes", 199_999)]
    public void Who_asks_in_the_old_way_gets_the_whole_size_and_the_rest_of_the_file(string how, int offset)
    {
        var content = Content.Of(200_000);
        _ann.Grant("bob", Shared, content);
        using var peer = new ForeignPeer("fetch", how, $"{_ann.Local.Port}", "bob", Shared, $"{offset}", $"{content.Length}");
        Assert.Equal($"200000 {content.Length - offset} {Hex(content.AsSpan(offset))}", peer.Line());
    }

    [Fact]
    public void A_byte_behind_4_GiB_is_sent_from_where_it_lies()
    {
        const long size = (5L << 30) + 1000;
        var tail = Content.Of(1000);
        var file = Path.Combine(_ann.Folder, "large");
        using (var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write))
        {
            RandomAccess.Write(handle, tail, size - tail.Length);
        }

        _ann.GrantFile("bob", Shared, file, null);
        using var peer = new ForeignPeer("fetch", "plain", $"{_ann.Local.Port}", "bob", Shared, $"{size - 1000}", $"{size}");
        Assert.Equal($"{size} 1000 {Hex(tail)}", peer.Line());
    }

    [Fact]
    public void Who_waits_for_a_push_in_the_old_way_gets_it_from_where_it_says()
    {
        var content = Content.Of(200_000);
        var grant = _ann.Grant("bob", Shared, content, withHash: false);
        using var peer = new ForeignPeer("await", "1234");
        var remote = peer.Listens();
        _ann.On(() => _ann.Port.PushTo(grant, remote));
        Assert.Equal($"SENDann \"{Shared}\" 200000", peer.Line());
        Assert.Equal($"{content.Length - 1234} {Hex(content.AsSpan(1234))}", peer.Line());
        Assert.Equal(EndKind.Done, DataSite.TakeOf(_ann.UploadEnds).Kind);
    }

    public void Dispose() => _ann.Dispose();

    private static string Hex(ReadOnlySpan<byte> data) => Convert.ToHexStringLower(SHA256.HashData(data));

    private ForeignPeer Serve(string how, byte[] content)
    {
        var file = Path.Combine(_ann.Folder, Path.GetRandomFileName());
        File.WriteAllBytes(file, content);
        return new ForeignPeer("serve", how, file);
    }
}
