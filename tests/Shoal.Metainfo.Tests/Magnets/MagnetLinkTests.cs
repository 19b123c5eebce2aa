namespace Shoal.Metainfo.Tests.Magnets;

public sealed class MagnetLinkTests
{
    private const string V1 = "c12fe1c06bba254a9dc9f519b335aa7c1367a88a";
    private const string V2 = "caf1e1c30e81cb361b9ee167c4aa64228a7fa4fa9f6105232b28ad099f3a302e";

    [Theory]
    [InlineData("magnet:?xt=urn:btih:" + V1)]
    [InlineData("MAGNET:?xt=urn:btih:C12FE1C06BBA254A9DC9F519B335AA7C1367A88A")]
    [InlineData("magnet:?xt=urn:btih:YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEK")]
    [InlineData("magnet:?xt=urn:btih:yex6dqdlxisuvhoj6um3gnnkpqjwpkek")]
    [InlineData(" magnet:?dn=x&xt=urn%3Abtih%3A" + V1 + "\n")]
    [InlineData("magnet:?xt.1=urn:sha1:ABC&xt.2=urn:btih:" + V1)]
    [InlineData("magnet:?xt=urn:btih:" + V1 + "&xt=urn:btih:" + V1)]
    public void The_v1_hash_is_read_in_each_of_its_forms(string text)
    {
        Assert.True(MagnetLink.TryParse(text, out var link, out var reason), reason);
        Assert.Equal(V1, link.InfoHashes.V1?.ToString());
        Assert.Null(link.InfoHashes.V2);
    }

    [Fact]
    public void Both_hashes_of_a_hybrid_are_read()
    {
        Assert.True(MagnetLink.TryParse($"magnet:?xt=urn:btmh:1220{V2}&xt=urn:btih:{V1}", out var link, out _));
        Assert.Equal(V1, link.InfoHashes.V1?.ToString());
        Assert.Equal(V2, link.InfoHashes.V2?.ToString());
        Assert.Equal($"magnet:?xt=urn:btih:{V1}&xt=urn:btmh:1220{V2}", link.ToString());
    }

    [Fact]
    public void Everything_else_is_read_and_written_again()
    {
        const string text = "magnet:?xt=urn:btmh:1220" + V2 + "&dn=a%20%26%20b%2Bc&xl=12&tr=http%3A%2F%2Ft%2Fa%3Fk%3D1%262&tr=udp%3A%2F%2Fu%3A1"
            + "&ws=http%3A%2F%2Fw%2F&x.pe=1.2.3.4:5&x.pe=host.example:6&x.pe=[2001:db8::1]:7&so=0,2,4-6";
        Assert.True(MagnetLink.TryParse(text, out var link, out var reason), reason);
        Assert.Equal("a & b+c", link.DisplayName);
        Assert.Equal(12, link.Length);
        Assert.Equal(["http://t/a?k=1&2", "udp://u:1"], link.Trackers);
        Assert.Equal(["http://w/"], link.WebSeeds);
        Assert.Equal([("1.2.3.4", 5), ("host.example", 6), ("2001:db8::1", 7)], link.Peers);
        Assert.Equal([0, 2, 4, 5, 6], link.SelectedFiles);
        Assert.Equal(text, link.ToString());
    }

    [Theory]
    [InlineData("dn=a+b", "a b")]
    [InlineData("dn=a&dn=b", "a")]
    [InlineData("dn=caf%C3%A9", "café")]
    public void The_name_is_unescaped(string parameter, string name)
    {
        Assert.True(MagnetLink.TryParse($"magnet:?{parameter}&xt=urn:btih:{V1}", out var link, out _));
        Assert.Equal(name, link.DisplayName);
    }

    [Theory]
    [InlineData("0,2,4-6", new[] { 0, 2, 4, 5, 6 })]
    [InlineData("6-8,7-9,7,0", new[] { 0, 6, 7, 8, 9 })]
    [InlineData("249998-99999999999", new[] { 249998, 249999 })]
    [InlineData("250000", new int[0])]
    public void A_selection_is_ascending_and_bounded(string text, int[] files)
    {
        Assert.True(MagnetLink.TryParse($"magnet:?xt=urn:btih:{V1}&so={text}", out var link, out var reason), reason);
        Assert.Equal(files, link.SelectedFiles);
    }

    [Fact]
    public void Many_wide_ranges_cost_no_more_than_one()
    {
        var ranges = string.Join(',', Enumerable.Repeat("0-999999999", 5000));
        Assert.True(MagnetLink.TryParse($"magnet:?xt=urn:btih:{V1}&so={ranges}", out var link, out _));
        Assert.Equal(250_000, link.SelectedFiles!.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3.4")]
    [InlineData("1.2.3.4:0")]
    [InlineData("1.2.3.4:65536")]
    [InlineData("[::1:5")]
    [InlineData("[zz]:5")]
    [InlineData("a b:5")]
    [InlineData("http://x/:5")]
    public void A_peer_that_is_none_is_left_out(string peer)
    {
        Assert.True(MagnetLink.TryParse($"magnet:?xt=urn:btih:{V1}&x.pe={peer}", out var link, out _));
        Assert.Empty(link.Peers);
    }

    [Fact]
    public void Counts_are_limited_and_each_tracker_is_kept_once()
    {
        var many = string.Concat(Enumerable.Range(0, 500).Select(i => $"&tr=http://t/{i}&tr=http://t/{i}&ws=http://w/{i}&x.pe=1.2.3.4:{i + 1}"));
        Assert.True(MagnetLink.TryParse($"magnet:?xt=urn:btih:{V1}{many}", out var link, out _));
        Assert.Equal((100, 100, 100), (link.Trackers.Distinct().Count(), link.WebSeeds.Count, link.Peers.Count));
        Assert.Equal(100, link.Trackers.Count);
    }

    [Theory]
    [InlineData(null, "it does not begin with magnet:?")]
    [InlineData("", "it does not begin with magnet:?")]
    [InlineData("http://x/", "it does not begin with magnet:?")]
    [InlineData("magnet:?", "it has no BitTorrent info-hash (xt=urn:btih:… or xt=urn:btmh:…)")]
    [InlineData("magnet:?dn=x&xt=urn:sha1:YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEK", "it has no BitTorrent info-hash (xt=urn:btih:… or xt=urn:btmh:…)")]
    [InlineData("magnet:?xt=urn:btih:", "its v1 info-hash is neither 40 hexadecimal nor 32 base32 digits")]
    [InlineData("magnet:?xt=urn:btih:c12fe1c06bba254a9dc9f519b335aa7c1367a88", "its v1 info-hash is neither 40 hexadecimal nor 32 base32 digits")]
    [InlineData("magnet:?xt=urn:btih:z12fe1c06bba254a9dc9f519b335aa7c1367a88a", "its v1 info-hash is neither 40 hexadecimal nor 32 base32 digits")]
    [InlineData("magnet:?xt=urn:btih:YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKE1", "its v1 info-hash is neither 40 hexadecimal nor 32 base32 digits")]
    [InlineData("magnet:?xt=urn:btmh:" + V2, "its v2 info-hash is not 1220 and 64 hexadecimal digits")]
    [InlineData("magnet:?xt=urn:btmh:1114" + V1, "its v2 info-hash is not 1220 and 64 hexadecimal digits")]
    [InlineData("magnet:?xt=urn:btih:" + V1 + "&xt=urn:btih:YEX6DQDLXISUVHOJ6UM3GNNKPQJWPKEA", "it names two different v1 info-hashes")]
    [InlineData("magnet:?xt=urn:btih:" + V1 + "&so=1-0", "its file selection is not a list of ranges like 0,2,4-6")]
    [InlineData("magnet:?xt=urn:btih:" + V1 + "&so=-1", "its file selection is not a list of ranges like 0,2,4-6")]
    [InlineData("magnet:?xt=urn:btih:" + V1 + "&so=a", "its file selection is not a list of ranges like 0,2,4-6")]
    public void An_unusable_link_is_refused_with_a_sentence(string? text, string sentence)
    {
        Assert.False(MagnetLink.TryParse(text, out var link, out var reason));
        Assert.Null(link);
        Assert.Equal(sentence, reason);
    }
}
