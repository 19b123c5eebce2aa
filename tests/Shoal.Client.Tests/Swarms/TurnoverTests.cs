using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Swarms;

public sealed class TurnoverTests
{
    [Fact]
    public void A_full_table_refuses_strangers_and_makes_room_for_them_after_a_while()
    {
        using var bench = new SwarmBench(8);
        bench.Leases.Connections.Most = 10;
        var peers = Enumerable.Range(1, 10).Select(i => bench.Connect((byte)i)).ToArray();
        Assert.True(bench.Connect(11).IsRefused);
        Assert.Equal(10, bench.Leases.Connections.Used);

        for (var i = 0; i < 301; i++)
        {
            for (var p = 0; p < peers.Length && i % 5 == 0; p++)
            {
                // All but one send something, wanted or not, and not too much of that.
                peers[p].Say(p == 3 ? new byte[4] : Wires.Piece(Wires.Block(0, 0, 16), new byte[16]));
            }

            bench.Loop.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("made room for others", peers[3].Ended);
        Assert.Equal(9, bench.Swarm.Peers.Count);
        Assert.False(bench.Connect(12).IsRefused);
    }
}
