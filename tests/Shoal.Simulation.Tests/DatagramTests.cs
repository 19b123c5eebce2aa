using Shoal.Net;
using Shoal.Runtime;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Tests;

public sealed class DatagramTests
{
    private const int Many = 2000;

    [Theory]
    [InlineData(0, 2000, 2000)]
    [InlineData(100, 1500, 1720)]
    public void Datagrams_come_late_out_of_order_and_not_all(int lossPerMille, int least, int most)
    {
        var (heard, last, _) = Run(11, lossPerMille);
        Assert.InRange(heard.Count, least, most);
        Assert.Equal(heard.Count, heard.Distinct().Count());
        Assert.NotEqual(heard.Order(), heard);
        Assert.InRange(last, TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(36));
    }

    [Fact]
    public void A_seed_loses_the_same_datagrams_again()
    {
        Assert.Equal(Run(5, 100).Digest, Run(5, 100).Digest);
        Assert.NotEqual(Run(5, 100).Digest, Run(6, 100).Digest);
    }

    private static (List<int> Heard, TimeSpan Last, string Digest) Run(ulong seed, int lossPerMille)
    {
        var world = new World(seed);
        var line = new LineOptions { LossPerMille = lossPerMille };
        var (one, other) = (world.Network.Add(line), world.Network.Add(line));
        var (oneLoop, otherLoop) = (new SimulatedLoop(world, 0), new SimulatedLoop(world, 1));
        var ears = new Ears();
        otherLoop.Post(() => Assert.NotNull(other.OpenDatagrams(otherLoop, other.Address.WithPort(53), ears, out _)));
        oneLoop.Post(() =>
        {
            var port = one.OpenDatagrams(oneLoop, one.Address, ears, out _)!;
            for (var i = 0; i < Many; i++)
            {
                Assert.True(port.Send(other.Address.WithPort(53), BitConverter.GetBytes(i)));
            }

            port.Close();
            Assert.False(port.Send(other.Address.WithPort(53), [1]));
        });
        while (world.Agenda.Next())
        {
        }

        Assert.All(ears.From, from => Assert.Equal(one.Address, from.WithPort(0)));
        using var log = world.Log;
        return (ears.Heard, world.Agenda.Now, log.Digest());
    }

    private sealed class Ears : IDatagramHandler
    {
        public List<int> Heard { get; } = [];

        public List<Endpoint> From { get; } = [];

        public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
        {
            Heard.Add(BitConverter.ToInt32(datagram));
            From.Add(from);
        }
    }
}
