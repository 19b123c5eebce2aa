using Shoal.Dht;
using Shoal.Dht.Nodes;
using Shoal.Dht.Routing;
using Shoal.Simulation.Dht;

namespace Shoal.Simulation.Tests.Dht;

/// <summary>Attackers with many ids: how often they hide a torrent that others announced before and after they came, and how much of honest tables is theirs.</summary>
public class SybilTests
{
    private const int Ids = 256;

    /// <summary>Who has all addresses of 256 networks has an id of BEP 42 nearer than any of a thousand nodes in each.</summary>
    private const double HiddenBySixtyThousandAddresses = 0.2;

    /// <summary>As long as half of the sessions: before it tables are thin, and what is announced may lie where lookups of a few minutes later, which know nearer nodes, do not come.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(30);

    internal static NodeOptions Unguarded { get; } = new()
    {
        IsGuarded = false,
        Routing = new RoutingOptions { PrefersSecureIds = false, SpreadsBuckets = false, SpreadsAnswers = false },
    };

    /// <summary>Networks, whether the ids follow from their addresses, and the part of the lookups that may be hidden. The others are tried in the long run.</summary>
    public static TheoryData<int, bool, double> Attacks => Seeds.IsLong
        ? new() { { 8, true, 0.01 }, { 8, false, 0.01 }, { 256, true, HiddenBySixtyThousandAddresses }, { 256, false, 0.01 } }
        : new() { { 8, true, 0.01 } };

    [Theory]
    [MemberData(nameof(Attacks))]
    public void Many_ids_beside_a_torrent_hide_it_from_few(int networks, bool follows, double most)
    {
        foreach (var seed in Asked.Seeds)
        {
            var (overlay, guarded) = Attack(seed, networks, follows, new NodeOptions());
            var (_, open) = Attack(seed, networks, follows, Unguarded);
            TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {networks} networks, ids {(follows ? "of BEP 42" : "chosen")}: hidden {guarded.Hidden:P1}, without defence {open.Hidden:P1}; {guarded}");
            overlay.Expect(guarded.Hidden <= most, $"hidden in {most:P0} of the lookups at most: {guarded.Hidden:P1}");
            overlay.Expect(open.Hidden > guarded.Hidden, $"the defence is worth something: {guarded.Hidden:P1}, without it {open.Hidden:P1}");
        }
    }

    /// <summary>A fifth of all ids is the attacker's, of eight networks.</summary>
    [Fact]
    public void Tables_hold_few_of_an_attacker_s_nodes()
    {
        var members = Seeds.IsLong ? Asked.Members : 400;
        foreach (var seed in Asked.Seeds)
        {
            var (overlay, guarded) = Poison(seed, members, new NodeOptions());
            var (_, open) = Poison(seed, members, Unguarded);
            TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: of honest tables the attacker has {guarded:P1}, without defence {open:P1}");
            overlay.Expect(guarded <= 0.15, $"a seventh of honest tables is the attacker's at most: {guarded:P1}");
            overlay.Expect(open > guarded, $"the defence is worth something: {guarded:P1}, without it {open:P1}");
        }
    }

    private static (Overlay Overlay, double Part) Poison(ulong seed, int members, NodeOptions node)
    {
        var overlay = new Overlay(seed, new OverlayOptions { Node = node, Members = members }, new Replay(nameof(Tables_hold_few_of_an_attacker_s_nodes)));
        overlay.RunFor(TimeSpan.FromMinutes(8));
        var crowd = Crowd.Everywhere(overlay, members / 4, networks: 8);
        crowd.Come(over: TimeSpan.FromMinutes(1), again: TimeSpan.FromMinutes(2));
        overlay.RunFor(TimeSpan.FromMinutes(15));
        var theirs = crowd.Contacts.Select(c => c.Endpoint).ToHashSet();
        var rows = overlay.Members.Where(m => m.IsHonest).SelectMany(m => m.Node.Table.Rows()).Where(r => !r.IsSpare).ToList();
        return (overlay, rows.Count(r => theirs.Contains(r.Contact.Endpoint)) / (double)rows.Count);
    }

    private static (Overlay Overlay, SurveyResult Result) Attack(ulong seed, int networks, bool follows, NodeOptions node)
    {
        var overlay = new Overlay(seed, new OverlayOptions { Node = node, Members = Asked.Members }, new Replay(nameof(Many_ids_beside_a_torrent_hide_it_from_few)));
        overlay.RunFor(Settled);
        var survey = new Survey(overlay, torrents: 0, TimeSpan.Zero);
        var torrent = survey.NewTorrent();
        Announce(survey, torrent);
        overlay.RunFor(TimeSpan.FromMinutes(1));
        Crowd.Beside(overlay, NodeId.Of(torrent.Hash), Ids, networks, follows).Come(over: TimeSpan.FromMinutes(1), again: TimeSpan.FromMinutes(2));
        overlay.RunFor(TimeSpan.FromMinutes(6));
        Announce(survey, torrent);
        overlay.RunFor(TimeSpan.FromMinutes(1));
        survey.Look(Asked.Lookups, TimeSpan.FromMinutes(5));
        overlay.RunFor(TimeSpan.FromMinutes(6));
        return (overlay, new SurveyResult(survey.Probes));
    }

    private static void Announce(Survey survey, Torrent torrent)
    {
        for (var i = 0; i < 4; i++)
        {
            survey.Announce(torrent);
        }
    }
}
