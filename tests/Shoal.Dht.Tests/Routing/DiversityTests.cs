using Shoal.Dht.Routing;

namespace Shoal.Dht.Tests.Routing;

/// <summary>What keeps one owner's many ids out of a table.</summary>
public class DiversityTests
{
    private readonly TableBench _bench = new();

    [Fact]
    public void An_address_has_one_node_in_the_whole_table()
    {
        var first = _bench.Add(_bench.Chosen(0, 1, port: 1));
        var second = _bench.Chosen(5, 1, port: 2);
        Assert.False(_bench.Table.Wants(second));
        _bench.Add(second);
        Assert.Equal([first], _bench.Live);
    }

    [Fact]
    public void A_local_address_has_a_node_for_each_port()
    {
        for (var port = 1; port <= 8; port++)
        {
            Assert.True(_bench.Table.Wants(_bench.Local(9, port)));
            _bench.Add(_bench.Local(9, port));
        }

        Assert.Equal(8, _bench.Table.Count);
    }

    [Fact]
    public void A_network_of_256_addresses_has_one_node_in_a_table()
    {
        var first = _bench.Add(_bench.Chosen(4, 1, host: 1));
        var second = _bench.Chosen(4, 1, host: 2);
        Assert.False(_bench.Table.Wants(second));
        _bench.Add(second);
        Assert.Equal([first], _bench.Live);
        var elsewhere = _bench.Chosen(5, 1, host: 2);
        Assert.False(_bench.Table.Wants(elsewhere));
        _bench.Add(elsewhere);
        _bench.Add(_bench.Chosen(4, 2));
        Assert.Equal(2, _bench.Table.Count);
    }

    [Fact]
    public void A_network_of_64_bits_has_one_node_in_a_table()
    {
        var bench = new TableBench(isIPv4: false);
        bench.Add(new NodeContact(Some.Sharing(TableBench.Self, 4, bench.Random), Some.At("[2001:db8:0:1::1]:1")));
        bench.Add(new NodeContact(Some.Sharing(TableBench.Self, 5, bench.Random), Some.At("[2001:db8:0:1:ffff::2]:1")));
        Assert.Equal(1, bench.Table.Count);
        bench.Add(new NodeContact(Some.Sharing(TableBench.Self, 4, bench.Random), Some.At("[2001:db8:0:2::1]:1")));
        Assert.Equal(2, bench.Table.Count);
    }

    [Fact]
    public void Who_fails_keeps_nobody_of_its_network_out()
    {
        var first = _bench.Add(_bench.Chosen(4, 1, host: 1));
        _bench.Fail(first);
        var second = _bench.Chosen(4, 1, host: 2);
        Assert.True(_bench.Table.Wants(second));
        _bench.Add(second);
        Assert.Equal([second], _bench.Live);
    }

    [Fact]
    public void Spares_keep_to_the_same_rules()
    {
        for (var i = 1; i <= 8; i++)
        {
            _bench.Add(_bench.Chosen(10, i));
        }

        for (var host = 2; host < 10; host++)
        {
            _bench.Add(_bench.Chosen(10, 1, host));
            _bench.Add(_bench.Chosen(10, 99, host));
        }

        Assert.Equal((8, 1), (_bench.Table.Count, _bench.Table.SpareCount));
    }

    [Fact]
    public void With_the_defence_off_a_network_may_fill_a_bucket()
    {
        var bench = new TableBench(new RoutingOptions { SpreadsBuckets = false });
        for (var host = 1; host <= 8; host++)
        {
            bench.Add(bench.Chosen(4, 1, host));
        }

        Assert.Equal(8, bench.Table.Count);
    }

    /// <summary>An endpoint that has another id at every question would be beside whatever is looked for.</summary>
    [Fact]
    public void Who_changes_a_chosen_id_is_out_with_both()
    {
        var first = _bench.Add(_bench.Chosen(4, 1));
        var second = first with { Id = Some.Sharing(TableBench.Self, 6, _bench.Random) };
        Assert.False(_bench.Table.Wants(second));
        _bench.Table.OnQuery(second, _bench.Now);
        Assert.Equal([first], _bench.Live);
        _bench.Add(second);
        Assert.Empty(_bench.Live);
    }

    [Fact]
    public void Who_changes_to_a_secure_id_stays()
    {
        var secure = Some.Secure(7);
        _bench.Add(secure with { Id = Some.Turned(secure.Id, 0) });
        _bench.Add(secure);
        Assert.Equal([secure], _bench.Live);
        var local = _bench.Add(_bench.Local(3, 1));
        var again = _bench.Add(local with { Id = Some.Sharing(TableBench.Self, 9, _bench.Random) });
        Assert.Equal([secure, again], _bench.Live.OrderBy(node => node != secure));
    }

    [Fact]
    public void An_id_that_turns_up_elsewhere_is_not_believed_while_its_owner_answers()
    {
        var owner = _bench.Add(_bench.Local(4, 1));
        var thief = Some.Local(owner.Id, 2);
        Assert.False(_bench.Table.Wants(thief));
        _bench.Add(thief);
        _bench.Table.OnTimeout(thief, _bench.Now);
        Assert.Equal([owner], _bench.Live);
        Assert.Equal(0, _bench.Row(owner).Fails);
        _bench.Fail(owner);
        Assert.True(_bench.Table.Wants(thief));
        _bench.Add(thief);
        Assert.Equal([thief], _bench.Live);
    }

    [Fact]
    public void A_question_in_anothers_name_from_elsewhere_refreshes_nobody()
    {
        var owner = _bench.Add(_bench.Local(4, 1));
        var then = _bench.Now;
        _bench.Now += TimeSpan.FromMinutes(5);
        _bench.Table.OnQuery(Some.Local(owner.Id, 2), _bench.Now);
        Assert.Equal(then, _bench.Row(owner).Seen);
        _bench.Table.OnQuery(owner, _bench.Now);
        Assert.Equal(_bench.Now, _bench.Row(owner).Seen);
    }

    [Fact]
    public void With_another_id_those_of_one_network_that_come_into_one_bucket_do_not_both_stay()
    {
        _bench.Add(_bench.Chosen(2, 7, host: 1));
        _bench.Add(_bench.Chosen(3, 7, host: 2));
        _bench.Add(_bench.Chosen(3, 8));
        _bench.Table.MoveTo(Some.Turned(TableBench.Self, 1), _bench.Now);
        Assert.Equal(2, _bench.Table.Rows().Count);
    }

    /// <summary>The three bits behind the bucket's own part it into eight slots.</summary>
    [Fact]
    public void A_newcomer_of_an_empty_slot_displaces_the_slowest_of_those_that_share_one()
    {
        for (var i = 0; i < 7; i++)
        {
            // The slowest of all is alone in its slot, and stays.
            _bench.Add(_bench.InSlot(i % 6, i + 1), i == 5 ? 900 : 100 + i);
        }

        var slowest = _bench.Add(_bench.InSlot(0, 8), 200);
        var alone = _bench.Row(_bench.Live.Single(node => node.Endpoint.Port == 6));
        Assert.False(_bench.Table.Wants(_bench.InSlot(0, 9)));
        var wanted = _bench.InSlot(6, 9);
        Assert.True(_bench.Table.Wants(wanted));
        _bench.Add(wanted, 3000);
        Assert.Contains(wanted, _bench.Live);
        Assert.Equal([slowest], _bench.Spares);
        Assert.Contains(alone.Contact, _bench.Live);
    }

    /// <summary>Who all stand beside one target, each in a network of its own, would else take what honest nodes have yet to fill.</summary>
    [Fact]
    public void A_crowd_in_one_slot_has_four_places_however_many_are_empty()
    {
        for (var i = 0; i < 20; i++)
        {
            _bench.Add(_bench.InSlot(2, 1 + i));
        }

        Assert.Equal((4, 0), (_bench.Table.Count, _bench.Table.SpareCount));
        Assert.False(_bench.Table.Wants(_bench.InSlot(2, 30)));
        Assert.True(_bench.Table.Wants(_bench.InSlot(3, 31)));
        var open = new TableBench(new RoutingOptions { SpreadsBuckets = false });
        for (var i = 0; i < 20; i++)
        {
            open.Add(open.InSlot(2, 1 + i));
        }

        Assert.Equal(8, open.Table.Count);
    }

    [Fact]
    public void In_a_crowded_slot_only_one_that_fails_there_makes_room()
    {
        var crowd = Enumerable.Range(0, 4).Select(i => _bench.Add(_bench.InSlot(2, 1 + i))).ToArray();
        var other = _bench.Add(_bench.InSlot(3, 10));
        _bench.Fail(other);
        Assert.False(_bench.Table.Wants(_bench.InSlot(2, 11)));
        _bench.Fail(crowd[1]);
        var wanted = _bench.InSlot(2, 12);
        Assert.True(_bench.Table.Wants(wanted));
        _bench.Add(wanted);
        Assert.Equal([crowd[0], wanted, crowd[2], crowd[3], other], _bench.Live);
    }

    [Fact]
    public void Spares_that_no_place_is_free_for_push_out_nobody_who_owes_an_answer()
    {
        var nodes = Enumerable.Range(0, 8).Select(i => _bench.Add(_bench.InSlot(Math.Max(0, i - 2), i + 1))).ToArray();
        var spares = Enumerable.Range(0, 2).Select(i => _bench.Add(_bench.InSlot(0, 10 + i), 200 + i)).ToArray();
        _bench.Fail(nodes[7]);
        Assert.Contains(spares[0], _bench.Live);
        Assert.DoesNotContain(nodes[7], _bench.Live);
        _bench.Fail(nodes[6]);
        Assert.Contains(nodes[6], _bench.Live);
        for (var fails = 1; fails < Limits.Fails; fails++)
        {
            _bench.Fail(nodes[6]);
        }

        Assert.DoesNotContain(nodes[6], _bench.Live);
        Assert.Equal([spares[1]], _bench.Spares);
        _bench.Add(nodes[0]);
        _bench.Fail(nodes[0]);
        Assert.Contains(spares[1], _bench.Live);
        Assert.Empty(_bench.Spares);
    }

    [Fact]
    public void A_newcomer_of_a_taken_slot_must_be_clearly_quicker_than_who_has_it()
    {
        var nodes = Enumerable.Range(0, 8).Select(i => _bench.Add(_bench.InSlot(i, i + 1), i == 4 ? 200 : 1000)).ToArray();
        var little = _bench.Add(_bench.InSlot(4, 9), 160);
        Assert.Equal([little], _bench.Spares);
        var much = _bench.Add(_bench.InSlot(4, 10), 140);
        Assert.Contains(much, _bench.Live);
        Assert.Contains(nodes[4], _bench.Spares);
        Assert.Equal(8, _bench.Table.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_secure_id_displaces_a_chosen_one_of_its_slot_however_quick_that_is(bool prefers)
    {
        var bench = new TableBench(new RoutingOptions { PrefersSecureIds = prefers });
        for (var i = 0; i < 128; i++)
        {
            var slot = Enumerable.Range(0, int.MaxValue).Select(_ => bench.Chosen(0, 10_000 + i)).First(node => TableBench.Slot(node.Id, 0, 7) == i);
            bench.Add(slot, 1);
        }

        Assert.Equal(128, bench.Table.Count);
        var index = 0;
        var secure = bench.Secure(0, ref index);
        bench.Add(secure, 3000);
        Assert.Equal(prefers, bench.Live.Contains(secure));
        Assert.Single(bench.Spares);
        Assert.Equal(prefers, bench.Row(secure) is { IsSpare: false, IsVerified: true });
    }

    [Fact]
    public void Full_spares_keep_the_better_ones()
    {
        for (var i = 0; i < 8; i++)
        {
            _bench.Add(_bench.InSlot(i, i + 1), 10);
        }

        for (var i = 0; i < 20; i++)
        {
            _bench.Add(_bench.InSlot(0, 100 + i), 1000 - 10 * i);
        }

        Assert.Equal(Enumerable.Range(112, 8), _bench.Spares.Select(node => (int)node.Endpoint.Port).Order());
    }
}
