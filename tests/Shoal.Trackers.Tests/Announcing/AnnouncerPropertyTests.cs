using FsCheck;
using FsCheck.Fluent;
using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Tests.Announcing;

/// <summary>Whatever trackers answer and whenever torrents are started, completed and stopped, each tracker hears a life that makes sense.</summary>
public sealed class AnnouncerPropertyTests
{
    private static readonly string[] Bodies =
    [
        FakeExchange.Empty, FakeExchange.Empty, "d8:intervali5e5:peers0:e", "d8:intervali120e12:min intervali60e5:peers6:\u0001\u0002\u0003\u0004\0\u0050e", "", "<html>",
        "d14:failure reason2:noe", "d14:failure reason2:no8:retry ini2ee", "d14:failure reason2:no8:retry in5:nevere", "d5:peers7:aaaaaaae", "d8:intervali-1e5:peers0:10:tracker id1:xe",
    ];

    [Fact]
    public void Events_keep_their_order_and_requests_their_limits() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), Run).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static void Run(int seed)
    {
        var chance = new Random(seed);
        var options = new AnnouncerOptions { MaxUnderWay = chance.Next(1, 6), PerHost = chance.Next(1, 4), HostSpacing = TimeSpan.FromMilliseconds(chance.Next(2) * 50) };
        var bench = new AnnounceBench(options, (ulong)seed);
        bench.Names.Set("both.org", "203.0.113.1", "2001:db8::1");
        bench.Names.Fail("none.org", "is unknown");
        bench.Exchange.Play = _ => chance.Next(3) == 0 ? null : FakeExchange.Body(Bodies[chance.Next(Bodies.Length)]);
        var lives = Enumerable.Range(0, chance.Next(1, 5)).Select(i => new Life(bench, chance, i)).ToList();
        for (var step = 0; step < 60; step++)
        {
            lives[chance.Next(lives.Count)].Act(chance);
            bench.Run(chance.Next(4) switch { 0 => 0, 1 => 0.1, 2 => chance.Next(60), _ => chance.Next(4000) });
            foreach (var asked in bench.Exchange.All.Where(asked => !asked.IsAnswered && chance.Next(2) == 0).ToList())
            {
                asked.Answer(FakeExchange.Body(Bodies[chance.Next(Bodies.Length)]));
            }

            Assert.InRange(bench.Exchange.UnderWay, 0, options.MaxUnderWay);
            Assert.All(bench.Exchange.All.Where(asked => !asked.IsAnswered).CountBy(asked => asked.Host), pair => Assert.InRange(pair.Value, 1, options.PerHost));
        }

        foreach (var life in lives)
        {
            life.Stop();
            life.Stop();
        }

        bench.Run(5.1);
        foreach (var life in lives)
        {
            life.Check();
        }
    }

    private sealed class Life
    {
        private readonly AnnounceBench _bench;
        private readonly TorrentAnnouncer _torrent;
        private readonly bool _wasComplete;
        private readonly string _id;
        private bool _isStarted;
        private bool _isStopped;
        private int _stops;
        private int _askedToStop;

        public Life(AnnounceBench bench, Random chance, int number)
        {
            _bench = bench;
            _wasComplete = chance.Next(3) == 0;
            _id = $"life={number}";
            string[] hosts = ["one.org", "both.org", "none.org", "three.org"];
            var tiers = Enumerable.Range(0, chance.Next(1, 4)).Select(_ => hosts.Where(_ => chance.Next(2) == 0).Select(host => $"http://{host}/announce?{_id}").ToArray()).ToArray();
            bench.Stats = new(0, 0, _wasComplete ? 0 : 100);
            _torrent = bench.Add(chance.Next(2) == 0 ? AnnounceBench.Hybrid : AnnounceBench.V1, tiers);
        }

        public void Act(Random chance)
        {
            switch (chance.Next(6))
            {
                case 0 or 1 when !_isStarted && !_isStopped:
                    _bench.Stats = new(0, 0, _wasComplete ? 0 : 100);
                    _torrent.Start();
                    _isStarted = true;
                    break;
                case 2 when _isStarted:
                    _torrent.Complete();
                    break;
                case 3:
                    _torrent.WantPeers(chance.Next(3) > 0);
                    break;
                case 4:
                    _torrent.Scrape();
                    break;
                case 5 when chance.Next(6) == 0 && _isStarted && !_isStopped:
                    Stop();
                    break;
            }
        }

        public void Stop()
        {
            if (!_isStopped)
            {
                _isStopped = true;
                _askedToStop++;
                _torrent.Stop(() => _stops++);
            }
        }

        private static bool IsTaken(FakeExchange.Asked asked) =>
            asked.Given is { } answer && Shoal.Trackers.Messages.Http.HttpAnnounceReply.TryRead(answer.Body, out var reply, out _) && reply.Failure is null;

        public void Check()
        {
            Assert.Equal(_askedToStop, _stops);
            var own = _bench.Exchange.All.Where(asked => !asked.IsScrape && asked.Request.Url.Contains(_id, StringComparison.Ordinal));
            foreach (var leg in own.GroupBy(asked => (asked.Host, asked["info_hash"], asked.Request.Addresses[0].AddressFamily)))
            {
                var events = string.Join(' ', leg.Select(asked => asked.Event.Length == 0 ? "regular" : asked.Event));
                // What was not taken may be told again, and never what was.
                var taken = string.Join(' ', leg.Where(IsTaken).Select(asked => asked.Event));
                Assert.DoesNotMatch("started .*started|completed .*completed", taken);
                Assert.Matches("^started( started)*( regular| completed)*( stopped)?$", events);
                Assert.True(!_wasComplete || !events.Contains("completed", StringComparison.Ordinal), events);
            }
        }
    }
}
