using Shoal.Peers.Messages;

namespace Shoal.Client.Tests.Swarms;

/// <summary>BEP 3: keep-alives go out about every two minutes, and peers that send nothing for longer are given up.</summary>
public sealed class IdlePeerTests
{
    [Fact]
    public void A_peer_that_is_sent_nothing_hears_a_keep_alive_within_two_minutes()
    {
        using var bench = new SwarmBench(8);
        var peer = bench.Connect(1);
        peer.Hear();

        Pass(bench, seconds: 95);
        Assert.DoesNotContain(peer.Hear(), m => m.Kind == MessageKind.KeepAlive);
        Pass(bench, seconds: 20);
        Assert.Single(peer.Hear(), m => m.Kind == MessageKind.KeepAlive);
    }

    [Fact]
    public void A_peer_that_only_keeps_alive_stays_and_a_silent_one_is_given_up()
    {
        using var bench = new SwarmBench(8);
        var (alive, silent) = (bench.Connect(1), bench.Connect(2));
        for (var minute = 0; minute < 4; minute++)
        {
            alive.Say(new byte[4]);
            Pass(bench, seconds: 60);
        }

        Assert.Null(alive.Ended);
        Assert.Equal("was silent for too long", silent.Ended);
    }

    private static void Pass(SwarmBench bench, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            bench.Loop.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
