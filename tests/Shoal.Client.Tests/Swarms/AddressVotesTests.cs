using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Swarms;

public sealed class AddressVotesTests
{
    [Fact]
    public void What_most_networks_see_wins_and_one_network_has_one_vote()
    {
        var votes = new AddressVotes();
        Assert.True(votes.Vote(At("9.0.0.1:1"), At("8.8.8.8:0")));
        for (var i = 1; i < 20; i++)
        {
            votes.Vote(At($"66.6.6.{i}:1"), At("6.6.6.6:0"));
        }

        Assert.Equal(At("8.8.8.8:0"), votes.IPv4);
        Assert.True(votes.Vote(At("77.7.7.7:1"), At("6.6.6.6:0")));
        Assert.Equal(At("6.6.6.6:0"), votes.IPv4);
        Assert.True(votes.Vote(At("77.7.7.7:1"), At("8.8.8.8:0")));
        Assert.Equal(At("8.8.8.8:0"), votes.IPv4);
    }

    [Fact]
    public void Each_family_has_its_own()
    {
        var votes = new AddressVotes();
        votes.Vote(At("9.0.0.1:1"), At("8.8.8.8:0"));
        votes.Vote(At("9.0.0.1:1"), At("[2001:db8::1]:0"));
        Assert.Equal(At("8.8.8.8:0"), votes.For(At("1.2.3.4:5")));
        Assert.Equal(At("[2001:db8::1]:0"), votes.For(At("[2001:db8::2]:5")));
    }

    [Fact]
    public void What_nobody_can_have_is_not_counted()
    {
        var votes = new AddressVotes();
        Assert.False(votes.Vote(At("9.0.0.1:1"), At("0.0.0.0:0")));
        Assert.False(votes.Vote(At("9.0.0.1:1"), At("239.0.0.1:0")));
        Assert.Null(votes.IPv4);
    }

    [Fact]
    public void The_oldest_votes_make_room()
    {
        var votes = new AddressVotes();
        for (var i = 0; i < 200; i++)
        {
            votes.Vote(At($"9.{i}.0.1:1"), At(i < 100 ? "8.8.8.8:0" : "6.6.6.6:0"));
        }

        Assert.Equal(At("6.6.6.6:0"), votes.IPv4);
    }

    private static Endpoint At(string text)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        return endpoint;
    }
}
