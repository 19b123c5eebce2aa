using Shoal.Dht.Ids;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Ids;

public class AddressVoterTests
{
    private static readonly Endpoint Ours = Some.At("99.1.2.3:0");
    private static readonly Endpoint Lie = Some.At("66.6.6.6:0");

    private readonly AddressVoter _voter = new();

    [Fact]
    public void Four_networks_decide_and_the_port_does_not_matter()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.False(_voter.Add(Some.Public(i), Ours.WithPort((ushort)(1000 + i))));
            Assert.Null(_voter.External);
        }

        Assert.True(_voter.Add(Some.Public(3), Ours));
        Assert.Equal(Ours, _voter.External);
        Assert.False(_voter.Add(Some.Public(4), Ours));
    }

    [Fact]
    public void A_network_has_one_vote_however_many_addresses_it_has()
    {
        for (var host = 1; host < 250; host++)
        {
            Assert.False(_voter.Add(Some.Public(1, host), Lie));
            Assert.False(_voter.Add(Some.At($"[2001:db8:0:1::{host}]:1"), Some.At("[2001:db8:ffff::1]:1")));
        }

        Assert.Null(_voter.External);
    }

    [Fact]
    public void A_network_that_sees_another_address_later_no_longer_votes_for_the_first()
    {
        for (var i = 0; i < 3; i++)
        {
            _voter.Add(Some.Public(i), Ours);
        }

        _voter.Add(Some.Public(0), Lie);
        Assert.False(_voter.Add(Some.Public(3), Ours));
        Assert.True(_voter.Add(Some.Public(4), Ours));
    }

    /// <summary>A new id costs our place in the tables of others: what won stays until another has most votes.</summary>
    [Fact]
    public void What_won_stays_until_another_has_more_than_half()
    {
        for (var i = 0; i < 10; i++)
        {
            _voter.Add(Some.Public(i), Ours);
        }

        for (var i = 10; i < 20; i++)
        {
            Assert.False(_voter.Add(Some.Public(i), Lie));
        }

        Assert.Equal(Ours, _voter.External);
        Assert.True(_voter.Add(Some.Public(20), Lie));
    }

    [Fact]
    public void A_new_address_wins_after_the_votes_of_the_old_one_are_crowded_out()
    {
        for (var i = 0; i < 500; i++)
        {
            _voter.Add(Some.Public(i), Ours);
        }

        var needed = 0;
        while (!_voter.Add(Some.Public(1000 + needed), Lie))
        {
            needed++;
        }

        Assert.Equal(16, needed);
    }

    [Fact]
    public void A_local_voter_is_not_the_fourth()
    {
        var seen = Some.At("99.1.2.3:1");
        for (var i = 0; i < 3; i++)
        {
            _voter.Add(Some.Public(i), seen);
        }

        Assert.False(_voter.Add(Some.At("192.168.1.1:1"), seen));
        Assert.Null(_voter.External);
        Assert.True(_voter.Add(Some.Public(3), seen));
    }

    [Theory]
    [InlineData("127.0.0.1:1", "99.1.2.3:1")]
    [InlineData("192.168.1.1:1", "99.1.2.3:1")]
    [InlineData("9.9.9.9:1", "192.168.1.7:1")]
    [InlineData("9.9.9.9:1", "0.0.0.0:1")]
    [InlineData("9.9.9.9:1", "[2001:db8::1]:1")]
    public void Local_voters_local_addresses_and_the_other_family_do_not_count(string voter, string seen)
    {
        var at = Some.At(voter);
        for (var i = 1; i < 20; i++)
        {
            var bytes = new byte[16];
            var length = at.WriteAddress(bytes);
            bytes[length - 2] = (byte)i;
            Assert.False(_voter.Add(Endpoint.FromBytes(bytes.AsSpan(0, length), 1), Some.At(seen)));
        }

        Assert.Null(_voter.External);
    }
}
