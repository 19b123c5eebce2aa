using Shoal.Dht.Scheduling;
using Shoal.Dht.Searches;
using Shoal.Dht.Tests.Nodes;
using Shoal.Metainfo;
using Shoal.Net.Tests;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Scheduling;

public class DhtScheduleTests
{
    private readonly ManualTime _time = new();
    private readonly FakeWire _wire = new();
    private readonly SteppedLoop _loop;
    private readonly DhtService _service;
    private readonly Dictionary<Endpoint, NodeContact> _crowd = Enumerable.Range(0, 12).Select(Some.Secure).ToDictionary(c => c.Endpoint);
    private readonly List<(NodeId Torrent, TimeSpan At, Endpoint To)> _asked = [];
    private readonly List<(Endpoint To, byte[] Packet)> _announced = [];
    private readonly List<TimeSpan> _announcedAt = [];
    private int _seen;

    public DhtScheduleTests()
    {
        _loop = new SteppedLoop(_time);
        _service = new DhtService(
            new DhtWorld { Loop = _loop, Transport = _wire, Names = new FakeNames(), Chance = new SeededChance(1), Secrets = new SeededSecrets(1) },
            new DhtOptions { Bootstrap = [] });
        Assert.Null(_service.Open([Some.At("0.0.0.0:0")], null));
    }

    [Fact]
    public void A_torrent_waits_until_there_is_a_network_and_is_looked_for_at_once_then()
    {
        Add(1);
        Run(TimeSpan.FromMinutes(10));
        Assert.Empty(_asked);
        Join();
        Run(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(_asked);
    }

    [Fact]
    public void Ten_thousand_torrents_started_together_are_looked_for_one_after_the_other_within_the_budget()
    {
        Join();
        for (var i = 0; i < 10_000; i++)
        {
            Add(i);
        }

        Run(TimeSpan.FromMinutes(5));
        Assert.InRange(_asked.Count(a => a.At > TimeSpan.FromMinutes(1)), 1, 100 * 60 * 5);
        var queries = _asked.Select(a => a.At).Concat(_announcedAt).Where(at => at > TimeSpan.FromMinutes(1)).GroupBy(at => (int)at.TotalSeconds).Select(g => g.Count()).ToList();
        Assert.InRange(queries.Average(), 90, 100);
        Assert.InRange(_asked.Select(a => a.Torrent).Distinct().Count(), 1000, 10_000);
        Assert.Equal(6, _service.Schedule.Running);
    }

    [Fact]
    public void It_is_looked_for_every_quarter_of_an_hour_and_announced_each_time_with_the_token()
    {
        Join();
        Add(1);
        Run(TimeSpan.FromHours(2));
        var rounds = _announced.GroupBy(a => a.To).Max(g => g.Count());
        Assert.InRange(rounds, 7, 8);
        Assert.All(_announced, a => Assert.Equal("token of " + a.To, Packet.Text(a.Packet, "a.token")));
        Assert.All(_announced, a => Assert.Equal("7777", Packet.Read(a.Packet, "a.port")!.ToString()));
    }

    [Fact]
    public void One_that_lacks_peers_is_looked_for_sooner_and_less_and_less_often()
    {
        Join();
        var torrent = Add(1);
        Run(TimeSpan.FromSeconds(10));
        torrent.WantPeers(true);
        Run(TimeSpan.FromMinutes(8));
        var rounds = _announced.GroupBy(a => a.To).Max(g => g.Count());
        // At the beginning, after half a minute, one, two, four.
        Assert.InRange(rounds, 4, 5);
    }

    [Fact]
    public void One_that_says_before_its_first_search_that_it_lacks_peers_is_not_put_off()
    {
        Add(1).WantPeers(true);
        Join();
        Run(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(_asked);
    }

    [Fact]
    public void What_changes_during_a_search_is_announced_by_another_at_its_end()
    {
        Join();
        var isSeed = false;
        var torrent = _service.Schedule.Add(HashOf(1), () => new DhtAnnounce(7777, isSeed), _ => { });
        _loop.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.True(torrent.IsSearching);
        isSeed = true;
        torrent.Hurry();
        Run(TimeSpan.FromSeconds(10));
        Assert.Equal("1", Packet.Read(_announced[^1].Packet, "a.seed")!.ToString());
        Assert.Equal(2, _announced.GroupBy(a => a.To).Max(g => g.Count()));
    }

    [Fact]
    public void What_changes_is_announced_at_once()
    {
        Join();
        var port = (ushort)7001;
        var torrent = _service.Schedule.Add(HashOf(1), () => new DhtAnnounce(port, IsSeed: false), _ => { });
        Run(TimeSpan.FromSeconds(5));
        port = 7002;
        torrent.Hurry();
        Run(TimeSpan.FromSeconds(5));
        Assert.Equal(["7001", "7002"], _announced.Select(a => Packet.Read(a.Packet, "a.port")!.ToString()).Distinct());
        Assert.False(torrent.IsSearching);
        Run(TimeSpan.FromMinutes(10));
        Assert.Equal(2, _announced.GroupBy(a => a.To).Max(g => g.Count()));
    }

    [Fact]
    public void A_stopped_one_is_not_looked_for_any_more_and_what_is_under_way_ends()
    {
        Join();
        var torrent = Add(1);
        torrent.Stop();
        Run(TimeSpan.FromHours(1));
        Assert.Empty(_asked);
        var second = Add(2);
        _loop.RunFor(TimeSpan.FromMilliseconds(1));
        Assert.True(second.IsSearching);
        second.Stop();
        Assert.Equal(0, _service.Schedule.Running);
        Run(TimeSpan.FromMinutes(1));
        Assert.Empty(_announced);
    }

    [Fact]
    public void Peers_are_told_once_a_search_and_none_of_port_0_or_of_our_own_network()
    {
        Join();
        var told = new List<Endpoint>();
        _service.Schedule.Add(HashOf(1), () => null, told.AddRange);
        Run(TimeSpan.FromSeconds(5));
        Assert.Equal([Some.At("192.0.2.1:7001"), Some.At("192.0.2.2:7002")], told.Order());
        Assert.Empty(_announced);
    }

    [Fact]
    public void The_result_tells_how_it_went()
    {
        Join();
        var torrent = Add(1);
        Run(TimeSpan.FromSeconds(5));
        var result = torrent.Last!.Value;
        Assert.Equal(2, result.Peers);
        Assert.Equal(8, result.Announced);
        Assert.InRange(result.Answers, 8, 12);
        Assert.Equal(result.Answers, result.Queries);
        Assert.NotNull(result.FirstPeers);
    }

    private DhtTorrent Add(int number) => _service.Schedule.Add(HashOf(number), () => new DhtAnnounce(7777, IsSeed: false), _ => { });

    private static Sha1Hash HashOf(int number)
    {
        var bytes = new byte[Sha1Hash.Length];
        new Random(number).NextBytes(bytes);
        return new Sha1Hash(bytes);
    }

    private void Join()
    {
        _service.AddNode(_crowd.Keys.First());
        Run(TimeSpan.FromSeconds(20));
        Assert.True(_service.IsReady);
    }

    /// <summary>Lets time pass, while the crowd answers after ten milliseconds.</summary>
    private void Run(TimeSpan time)
    {
        var end = _loop.Now + time;
        while (_loop.Now < end)
        {
            _loop.RunFor(_seen < _wire.Datagrams.Count || _service.Schedule.Running > 0 ? TimeSpan.FromMilliseconds(10) : TimeSpan.FromSeconds(1));
            for (; _seen < _wire.Datagrams.Count; _seen++)
            {
                Answer(_wire.Datagrams[_seen]);
            }

            if (_wire.Datagrams.Count > 10_000)
            {
                _wire.Datagrams.Clear();
                _seen = 0;
            }
        }
    }

    private void Answer(FakeWire.Sent sent)
    {
        if (!_crowd.TryGetValue(sent.To, out var node))
        {
            return;
        }

        var reply = Packet.Reply(NodeDesk.Transaction(sent), node.Id);
        switch (Packet.Text(sent.Bytes, "q"))
        {
            case "get_peers":
                _asked.Add((Packet.IdIn(sent.Bytes, "a.info_hash")!.Value, _loop.Now, sent.To));
                reply = reply.With("token", "token of " + sent.To).With("values", new[] { Some.At("192.0.2.1:7001"), Some.At("192.0.2.2:7002"), Some.At("192.0.2.2:0"), Some.At("192.168.1.1:80"), Some.At("127.0.0.1:22") });
                break;
            case "announce_peer":
                _announced.Add((sent.To, sent.Bytes));
                _announcedAt.Add(_loop.Now);
                break;
        }

        sent.Answer(reply.With("nodes", _crowd.Values.Take(8)).Bytes());
    }
}
