using FsCheck;
using FsCheck.Fluent;
using Shoal.Client.Choking;
using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Choking;

public sealed class RankingTests
{
    [Fact]
    public void A_torrent_with_few_peers_is_served_beside_one_with_many()
    {
        var (large, small) = (Report(100, gives: 1000), Report(2, gives: 1));
        for (var round = 0; round < 30; round++)
        {
            var chosen = new Ranking(new SeededChance(1)).Choose([large, small], slots: 8, round);
            Assert.Equal((6, 2), (chosen[0].Count, chosen[1].Count));
        }
    }

    [Fact]
    public void More_torrents_than_slots_take_turns()
    {
        var ranking = new Ranking(new SeededChance(1));
        var reports = Enumerable.Range(0, 10).Select(i => Report(5, isSeeding: i % 2 == 0)).ToArray();
        var turns = new int[reports.Length];
        for (var round = 0; round < 100; round++)
        {
            var chosen = ranking.Choose(reports, slots: 3, round);
            Assert.Equal(3, chosen.Sum(c => c.Count));
            for (var i = 0; i < turns.Length; i++)
            {
                turns[i] += chosen[i].Count;
            }
        }

        Assert.All(turns, t => Assert.Equal(30, t));
    }

    /// <summary>BEP 3: no upload to whoever gave nothing for a minute, except optimistically; and it is thirty seconds that an optimistic slot stays.</summary>
    [Fact]
    public void Peers_that_give_nothing_share_the_optimistic_slot_and_leave_the_others_empty()
    {
        var ranking = new Ranking(new SeededChance(1));
        var report = Report(20, stingyFrom: 3);
        var lucky = new List<Peer>();
        for (var round = 0; round < 90; round++)
        {
            var chosen = ranking.Choose([report], slots: 10, round)[0];
            Assert.Equal(4, chosen.Count);
            Assert.All(report.Candidates.Take(3), c => Assert.Contains(c.Peer, chosen));
            lucky.Add(chosen.Single(p => !report.Candidates.Take(3).Any(c => c.Peer == p)));
        }

        for (var turn = 0; turn < 30; turn++)
        {
            Assert.Single(lucky.Skip(turn * 3).Take(3).Distinct());
        }

        Assert.InRange(lucky.Distinct().Count(), 10, 17);
    }

    /// <summary>BEP 3: new connections are three times as likely to be the optimistic unchoke.</summary>
    [Fact]
    public void Newcomers_are_three_times_as_likely_to_be_tried()
    {
        const int Tries = 6000;
        var ranking = new Ranking(new SeededChance(7));
        var report = Report(8, stingyFrom: 0, newFrom: 4);
        var newcomers = 0;
        for (var turn = 0; turn < Tries; turn++)
        {
            var chosen = Assert.Single(ranking.Choose([report], slots: 1, turn * 9)[0]);
            newcomers += report.Candidates.Skip(4).Any(c => c.Peer == chosen) ? 1 : 0;
        }

        // Four of weight three against four of weight one: three quarters, give or take four deviations.
        Assert.InRange(newcomers / (double)Tries, 0.75 - 0.0225, 0.75 + 0.0225);
    }

    [Fact]
    public void Whatever_is_reported_the_slots_suffice_nobody_is_served_twice_and_no_torrent_goes_short()
    {
        var torrent = from count in Gen.Choose(0, 12)
                      from stingyFrom in Gen.Choose(0, 12)
                      from newFrom in Gen.Choose(0, 12)
                      from isSeeding in Gen.Elements(true, false)
                      from gives in Gen.Choose(0, 1000)
                      select Report(count, isSeeding, gives, isSeeding ? count : stingyFrom, newFrom);
        var cases = from torrents in Gen.ListOf(torrent)
                    from slots in Gen.Choose(1, 20)
                    select (Reports: torrents.ToArray(), slots);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var ranking = new Ranking(new SeededChance(3));
            for (var round = 0; round < 7; round++)
            {
                var chosen = ranking.Choose(c.Reports, c.slots, round);
                Assert.InRange(chosen.Sum(x => x.Count), 0, c.slots);
                for (var i = 0; i < chosen.Length; i++)
                {
                    Assert.Equal(chosen[i].Count, chosen[i].Distinct().Count());
                    Assert.All(chosen[i], p => Assert.Contains(c.Reports[i].Candidates, x => x.Peer == p));
                    Assert.True(chosen[i].Count > 0 || c.Reports[i].Candidates.Length == 0 || c.Reports.Length > c.slots);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    private static ChokeReport Report(int count, bool isSeeding = false, double gives = 0, int stingyFrom = int.MaxValue, int newFrom = int.MaxValue) => new(
        isSeeding,
        [.. Enumerable.Range(0, count).Select(i => new Candidate(
            new Peer(1, null, isOutgoing: false), IsServed: false, i >= stingyFrom, i >= newFrom, IsTurnOver: true, gives + i, 0, TimeSpan.FromSeconds(i)))]);
}
