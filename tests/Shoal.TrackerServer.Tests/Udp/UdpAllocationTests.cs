namespace Shoal.TrackerServer.Tests.Udp;

/// <summary>What a request costs the collector, whose pauses would hold up all who wait.</summary>
public sealed class UdpAllocationTests
{
    private const int Peers = 200;

    [Fact]
    public void Announces_scrapes_and_refusals_of_a_known_crowd_allocate_nothing()
    {
        var desk = new UdpDesk(options: new TrackerOptions { Listen = [], RequestsPerAddress = 20 * Peers });
        var packets = new List<byte[]>();
        var ports = Enumerable.Range(1, Peers).Select(i => Desk.At($"1.2.3.4:{i}")).ToArray();
        foreach (var from in ports)
        {
            var id = desk.Connect("1.2.3.4:1");
            packets.Add(UdpDesk.Announce(id, from.Port, left: from.Port % 2, happening: 0, wanted: 30, torrent: (byte)(from.Port % 5 / 4)));
            packets.Add(UdpDesk.Packet(id, 2, 99, new byte[3 * 20]));
            packets.Add(UdpDesk.Announce(id + 1, from.Port, left: 5));
            packets.Add(UdpDesk.Packet(0x41727101980, 0, 1));
            packets.Add([1, 2, 3]);
        }

        Round();
        Assert.Equal((0, 0), (Garbage.Least(9, Round), Garbage.Least(11, Round)));
        Assert.Equal((10 * Peers, 10 * Peers, 22 * Peers), (desk.Counters.Announces, desk.Counters.Scrapes, desk.Counters.Limited));
        Assert.Equal((21 * Peers, 21 * Peers), (desk.Counters.Mismatches, desk.Counters.Junk));

        void Round()
        {
            var reply = new Span<byte>(desk.Reply);
            desk.Udp.BeginBatch();
            for (var i = 0; i < packets.Count; i++)
            {
                desk.Udp.Answer(ports[i / 5], packets[i], reply);
            }
        }
    }
}
