using System.Buffers;
using System.Net;
using System.Text;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Runtime;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Tests.Messages.Http;

public sealed class HttpReplyWriterTests
{
    private static readonly Endpoint V4 = Parse("105.105.105.105:28784");
    private static readonly Endpoint V6 = Parse("[6969:6969:6969:6969:6969:6969:6969:6969]:28784");

    [Fact]
    public void The_answer_in_bep_7_is_written() => Assert.Equal(
        "d8:intervali1800e5:peers6:iiiipp6:peers618:iiiiiiiiiiiiiiiippe",
        Compact(new AnnounceReply { Interval = TimeSpan.FromSeconds(1800), Peers = [V6, V4] }));

    [Fact]
    public void Everything_is_written_in_the_order_of_its_keys()
    {
        var reply = new AnnounceReply
        {
            Warning = "w", Interval = TimeSpan.FromSeconds(2), MinInterval = TimeSpan.FromSeconds(1), TrackerId = "\u00ff", Seeders = 3, Leechers = 4, ExternalAddress = IPAddress.Parse("1.2.3.4"),
        };
        Assert.Equal(
            "d8:completei3e11:external ip4:\u0001\u0002\u0003\u000410:incompletei4e8:intervali2e12:min intervali1e5:peers0:10:tracker id1:\u00ff15:warning message1:we", Compact(reply));
        Assert.True(HttpAnnounceReply.TryRead(Announces.Latin(Compact(reply with { Interval = TimeSpan.FromSeconds(9), MinInterval = TimeSpan.FromSeconds(6) })), out var read, out _));
        Assert.Equal((reply.Warning, reply.TrackerId, reply.Seeders, reply.Leechers, reply.ExternalAddress), (read.Warning, read.TrackerId, read.Seeders, read.Leechers, read.ExternalAddress));
    }

    [Fact]
    public void The_list_of_bep_3_is_written_with_and_without_ids()
    {
        var reply = new AnnounceReply { Peers = [V4, V6] };
        Assert.Equal("d5:peersld2:ip15:105.105.105.1054:porti28784eed2:ip39:6969:6969:6969:6969:6969:6969:6969:69694:porti28784eeee", List(reply, null));
        Assert.Equal("d5:peersld2:ip15:105.105.105.1057:peer id20:aaaaaaaaaaaaaaaaaaaa4:porti28784eeee", List(reply with { Peers = [V4] }, [new PeerId("aaaaaaaaaaaaaaaaaaaa"u8)]));
        Assert.True(HttpAnnounceReply.TryRead(Announces.Latin(List(reply, null)), out var read, out _));
        Assert.Equal(reply.Peers, read.Peers);
    }

    [Fact]
    public void A_failure_is_written_alone_with_when_to_come_again()
    {
        var reply = new AnnounceReply { Failure = "no", RetryIn = TimeSpan.FromSeconds(61), Seeders = 1, Peers = [V4], TrackerId = "x" };
        Assert.Equal("d14:failure reason2:no8:retry ini2ee", Compact(reply));
        Assert.Equal("d14:failure reason2:no8:retry in5:nevere", List(reply with { RetryIn = Timeout.InfiniteTimeSpan }, null));
        Assert.Equal("d14:failure reason2:noe", Compact(new AnnounceReply { Failure = "no" }));
    }

    [Fact]
    public void The_answer_in_bep_48_is_written()
    {
        var swarms = new Dictionary<Sha1Hash, ScrapeCounts>
        {
            [new Sha1Hash("yyyyyyyyyyyyyyyyyyyy"u8)] = new(21, 206, 20),
            [new Sha1Hash("xxxxxxxxxxxxxxxxxxxx"u8)] = new(11, 13772, 19),
        };
        Assert.Equal(
            "d5:filesd20:xxxxxxxxxxxxxxxxxxxxd8:completei11e10:downloadedi13772e10:incompletei19ee20:yyyyyyyyyyyyyyyyyyyyd8:completei21e10:downloadedi206e10:incompletei20eeee",
            Scrape(new ScrapeReply { Swarms = swarms }));
        Assert.Equal("d5:filesdee", Scrape(new ScrapeReply()));
        Assert.Equal("d14:failure reason2:noe", Scrape(new ScrapeReply { Failure = "no" }));
    }

    private static Endpoint Parse(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);

    private static string Compact(AnnounceReply reply) => Written(output => HttpReplyWriter.WriteCompact(output, reply));

    private static string List(AnnounceReply reply, PeerId[]? ids) => Written(output => HttpReplyWriter.WriteList(output, reply, ids?.Select(static id => (PeerId?)id).ToArray()));

    private static string Scrape(ScrapeReply reply) => Written(output => HttpReplyWriter.WriteScrape(output, reply));

    private static string Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.Latin1.GetString(output.WrittenSpan);
    }
}
