using FsCheck;
using FsCheck.Fluent;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Tests.Messages.Http;

public sealed class AnnounceQueryTests
{
    private const string EscapedHash = "zX%9a%91R%cc%1a%19%a8%25%aaB2%b0%1b%dfd%d6%cc%ed";
    private const string Good = "info_hash=" + EscapedHash + "&peer_id=-XX0001-aaaaaaaaaaaa&port=7001";

    // As they came from libtorrent 2.0.8, Transmission 3.00 and aria2 1.36.
    private const string Libtorrent = "info_hash=" + EscapedHash + "&peer_id=-LT2080-ouHy)1AWxhOt&port=16881&uploaded=0&downloaded=0&left=100000&corrupt=0"
        + "&key=B76F2AF9&event=started&numwant=200&compact=1&no_peer_id=1&supportcrypto=1&redundant=0";

    private const string Transmission = "passkey=abc&info_hash=" + EscapedHash + "&peer_id=-TR3000-cyr89p4iof8w&port=16882&uploaded=0&downloaded=0&left=100000"
        + "&numwant=0&key=94ed1d6&compact=1&supportcrypto=1&event=stopped";

    private const string Aria2 = "info_hash=zX%9A%91R%CC%1A%19%A8%25%AAB2%B0%1B%DFd%D6%CC%ED&peer_id=A2-1-36-0-%F9%EE%26aF%83%BBR%3C%9E&uploaded=0&downloaded=0&left=100000"
        + "&compact=1&key=%26aF%83%BBR%3C%9E&numwant=50&no_peer_id=1&port=16883&event=started&supportcrypto=1";

    [Fact]
    public void Libtorrents_announce_is_read()
    {
        var query = Read(Libtorrent);
        Assert.Equal(Announces.Of("-LT2080-ouHy)1AWxhOt", 16881, 100000, AnnounceEvent.Started, 0xB76F2AF9, 200), query.Request);
        Assert.True(query.Compact);
        Assert.True(query.NoPeerId);
    }

    [Fact]
    public void Transmissions_announce_is_read()
    {
        var query = Read(Transmission);
        Assert.Equal(Announces.Of("-TR3000-cyr89p4iof8w", 16882, 100000, AnnounceEvent.Stopped, 0x94ed1d6, 0), query.Request);
        Assert.False(query.NoPeerId);
    }

    [Fact]
    public void Aria2s_announce_is_read()
    {
        var query = Read(Aria2);
        Assert.Equal(Announces.Of("A2-1-36-0-\u00f9\u00ee&aF\u0083\u00bbR<\u009e", 16883, 100000, AnnounceEvent.Started, query.Request.Key, 50), query.Request);
        Assert.Equal(query.Request.Key, Read(Aria2.Replace("event=started", "event=stopped", StringComparison.Ordinal)).Request.Key);
        Assert.NotEqual(query.Request.Key, Read(Aria2.Replace("key=%26", "key=%27", StringComparison.Ordinal)).Request.Key);
    }

    [Fact]
    public void Raw_bytes_and_escapes_of_either_case_are_the_same_hash()
    {
        var raw = Announces.Latin("peer_id=-XX0001-aaaaaaaaaaaa&port=1&info_hash=\u007a\u0058\u009a\u0091\u0052\u00cc\u001a\u0019\u00a8%25\u00aa\u0042\u0032\u00b0\u001b\u00df\u0064\u00d6\u00cc\u00ed");
        Assert.True(AnnounceQuery.TryParse(raw, out var query, out _));
        Assert.Equal(Announces.Hash, query.Request.InfoHash);
        Assert.Equal(Announces.Hash, Read("info_hash=%7A%58%9A%91%52%CC%1A%19%A8%25%AA%42%32%B0%1B%DF%64%D6%CC%ED&peer_id=-XX0001-aaaaaaaaaaaa&port=1").Request.InfoHash);
    }

    [Fact]
    public void A_plus_is_itself() => Assert.Equal("++++++++++++++++++++", Read("info_hash=" + EscapedHash + "&peer_id=++++++++++++++++++++&port=1").Request.PeerId.ToString());

    [Theory]
    [InlineData("", "info_hash is missing")]
    [InlineData("&&=&info_hash", "info_hash is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=abc", "info_hash is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=7a589a9152cc1a19a825aa4232b01bdf64d6cced&peer_id=-XX0001-aaaaaaaaaaaa&port=1", "info_hash is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=%zzaaaaaaaaaaaaaaaaaaa", "info_hash is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=aaaaaaaaaaaaaaaaaaa%4", "info_hash is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=aaaaaaaaaaaaaaaaaaa%", "info_hash is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=" + EscapedHash, "peer_id is missing")]
    [InlineData("info_hash=" + EscapedHash + "&info_hash=" + EscapedHash, "there is more than one info_hash")]
    [InlineData("info_hash=" + EscapedHash + "&peer_id=short", "peer_id is not 20 bytes, percent-encoded")]
    [InlineData("info_hash=" + EscapedHash + "&peer_id=-XX0001-aaaaaaaaaaaa", "port is missing")]
    [InlineData(Good + "&port=65536", "port is no port: 65536")]
    [InlineData(Good + "&port=-1", "port is no port: -1")]
    [InlineData(Good + "&port=%31", "port is no port: %31")]
    [InlineData(Good + "&port=", "port is no port: nothing")]
    [InlineData(Good + "&left=1e3", "left is no number: 1e3")]
    [InlineData(Good + "&left=-", "left is no number: -")]
    [InlineData(Good + "&uploaded=\u001b[2J", "uploaded is no number: [2J")]
    [InlineData(Good + "&downloaded=0x1", "downloaded is no number: 0x1")]
    public void A_bad_announce_is_refused_with_a_sentence(string query, string expected)
    {
        Assert.False(AnnounceQuery.TryParse(Announces.Latin(query), out var announce, out var reason));
        Assert.Null(announce);
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void A_query_without_end_is_refused()
    {
        Assert.False(AnnounceQuery.TryParse(Announces.Latin(Good + "&x=" + new string('y', 9000)), out _, out var reason));
        Assert.Equal("the query is longer than 8192 bytes", reason);
    }

    [Theory]
    [InlineData("", long.MaxValue)]
    [InlineData("&left=0", 0)]
    [InlineData("&left=5", 5)]
    [InlineData("&left=-1", long.MaxValue)]
    [InlineData("&left=18446744073709551615", long.MaxValue)]
    public void Who_does_not_know_what_is_left_is_no_seed(string more, long left) => Assert.Equal(left, Read(Good + more).Request.Left);

    [Theory]
    [InlineData("", null)]
    [InlineData("&numwant=", null)]
    [InlineData("&numwant=-1", null)]
    [InlineData("&numwant=x", null)]
    [InlineData("&numwant=0", 0)]
    [InlineData("&numwant=99999999999", int.MaxValue)]
    public void A_wish_that_is_none_is_left_to_the_tracker(string more, int? wanted) => Assert.Equal(wanted, Read(Good + more).Request.Wanted);

    [Theory]
    [InlineData("&event=empty")]
    [InlineData("&event=")]
    [InlineData("&event=paused")]
    [InlineData("&event=STARTED")]
    public void Other_events_are_regular_announces(string more) => Assert.Equal(AnnounceEvent.None, Read(Good + more).Request.Event);

    [Fact]
    public void The_list_is_given_to_who_asks_for_it()
    {
        Assert.True(Read(Good).Compact);
        Assert.True(Read(Good + "&compact=1").Compact);
        Assert.False(Read(Good + "&compact=0").Compact);
    }

    [Fact]
    public void Port_0_is_told_by_who_cannot_be_reached() => Assert.Equal(0, Read(Good.Replace("7001", "0", StringComparison.Ordinal)).Request.Port);

    [Fact]
    public void What_a_client_writes_the_tracker_reads() => Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
    {
        var chance = new Random(seed);
        var bytes = new byte[60];
        chance.NextBytes(bytes);
        var request = new AnnounceRequest(
            new Sha1Hash(bytes.AsSpan(0, 20)), new PeerId(bytes.AsSpan(20, 20)), (ushort)chance.Next(), chance.NextInt64(), chance.NextInt64(), chance.NextInt64(),
            (AnnounceEvent)chance.Next(3), (uint)chance.NextInt64(), chance.Next(2) == 0 ? null : chance.Next())
        {
            TrackerId = chance.Next(2) == 0 ? null : System.Text.Encoding.Latin1.GetString(bytes.AsSpan(40, chance.Next(1, 20))),
        };
        var url = HttpAnnounce.UrlOf("http://t/announce?passkey=x", request);
        Assert.Equal(new AnnounceQuery(request, Compact: true, NoPeerId: true), Read(url[(url.IndexOf('?', StringComparison.Ordinal) + 1)..]));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static AnnounceQuery Read(string query)
    {
        Assert.True(AnnounceQuery.TryParse(Announces.Latin(query), out var announce, out var reason), reason);
        Assert.Null(reason);
        return announce;
    }
}
