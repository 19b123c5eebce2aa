using System.Text;

namespace Shoal.TrackerServer.Tests.Udp;

/// <summary>Who has proven its address (BEP 15), and who is told what before that.</summary>
public sealed class ConnectionIdTests
{
    private const string Alice = "1.2.3.4:7000";

    private static readonly byte[] Mismatch = [0, 0, 0, 3, 0, 0, 0, 99, .. "connection id mismatch"u8];

    [Fact]
    public void An_id_is_taken_for_two_minutes_whenever_it_was_given()
    {
        for (var given = 0; given < 240; given += 7)
        {
            var desk = new UdpDesk { Wall = DateTimeOffset.UnixEpoch.AddSeconds(given) };
            var id = desk.Connect(Alice);
            for (var later = 0; later < 120; later += 13)
            {
                desk.Wall = DateTimeOffset.UnixEpoch.AddSeconds(given + later);
                Assert.Equal(20, desk.Send(Alice, UdpDesk.Announce(id, 7000, left: 5)).Length);
            }
        }
    }

    [Fact]
    public void An_id_is_too_old_after_four_minutes_and_one_of_the_future_is_none()
    {
        var desk = new UdpDesk { Wall = DateTimeOffset.UnixEpoch.AddHours(5) };
        var id = desk.Connect(Alice);
        desk.Wall += TimeSpan.FromSeconds(239);
        Assert.Equal(20, desk.Send(Alice, UdpDesk.Announce(id, 7000, left: 5)).Length);
        desk.Wall += TimeSpan.FromSeconds(1);
        Assert.Equal(Mismatch, desk.Send(Alice, UdpDesk.Announce(id, 7000, left: 5)));
        desk.Wall -= TimeSpan.FromSeconds(241);
        Assert.Equal(Mismatch, desk.Send(Alice, UdpDesk.Announce(id, 7000, left: 5)));
        Assert.Equal((1, 1, 2), (desk.Counters.Connects, desk.Counters.Announces, desk.Counters.Mismatches));
    }

    [Fact]
    public void An_id_is_good_for_its_address_alone_and_for_each_of_its_ports()
    {
        var desk = new UdpDesk();
        var id = desk.Connect(Alice);
        Assert.Equal(20, desk.Send("1.2.3.4:9", UdpDesk.Announce(id, 7000, left: 5)).Length);
        Assert.Equal(Mismatch, desk.Send("1.2.3.5:7000", UdpDesk.Announce(id, 7000, left: 5)));
        Assert.Equal(Mismatch, desk.Send("[::102:304]:7000", UdpDesk.Announce(id, 7000, left: 5)));
        Assert.Equal(Mismatch, desk.Send("[2001:db8::1]:7000", UdpDesk.Announce(id, 7000, left: 5)));
        var neighbour = desk.Connect("[2001:db8::1]:7000");
        Assert.Equal(Mismatch, desk.Send("[2001:db8:1::1]:7000", UdpDesk.Announce(neighbour, 7000, left: 5)));
        Assert.Equal(Mismatch, desk.Send("[2001:db8::2]:7000", UdpDesk.Announce(neighbour, 7000, left: 5)));
    }

    [Fact]
    public void Trackers_with_one_key_take_each_other_s_ids_and_others_do_not()
    {
        var key = Encoding.ASCII.GetBytes("0123456789abcdef");
        var id = new UdpDesk(key: key).Connect(Alice);
        Assert.Equal(20, new UdpDesk(key: key).Send(Alice, UdpDesk.Announce(id, 7000, left: 5)).Length);
        Assert.Equal(Mismatch, new UdpDesk(key: "0123456789abcdeF"u8.ToArray()).Send(Alice, UdpDesk.Announce(id, 7000, left: 5)));
    }

    [Fact]
    public void Nobody_is_sent_more_than_was_sent_in_his_name()
    {
        var desk = new UdpDesk();
        var chance = new Random(5);
        for (var i = 0; i < 100_000; i++)
        {
            var packet = UdpDesk.Packet(i % 3 == 0 ? 0x41727101980 : (ulong)chance.NextInt64(), (uint)chance.Next(5), 99, new byte[chance.Next(3) == 0 ? chance.Next(120) : 20 * chance.Next(100)]);
            var cut = chance.Next(4) == 0 ? packet[..chance.Next(packet.Length)] : packet;
            Assert.True(desk.Send(Alice, cut).Length <= cut.Length);
        }

        Assert.True(desk.Counters is { Connects: > 100, Mismatches: > 100, Junk: > 100, Announces: 0, Scrapes: 0 });
    }

    [Fact]
    public void Junk_gets_silence_even_with_an_id()
    {
        var desk = new UdpDesk();
        var id = desk.Connect(Alice);
        byte[][] junk =
        [
            [], [1], new byte[15], UdpDesk.Packet(0x41727101981, 0, 1), UdpDesk.Packet(id, 0, 1), UdpDesk.Packet(id, 3, 1, new byte[100]), UdpDesk.Packet(id, 4, 1, new byte[100]),
            UdpDesk.Announce(id, 7000, left: 5)[..97], UdpDesk.Packet(id, 2, 1), UdpDesk.Packet(id, 2, 1, new byte[19]), UdpDesk.Packet(id, 2, 1, new byte[21]), UdpDesk.Packet(id, 2, 1, new byte[75 * 20]),
        ];
        Assert.All(junk, packet => Assert.Empty(desk.Send(Alice, packet)));
        Assert.Equal(junk.Length, desk.Counters.Junk);
        Assert.Empty(desk.Send("1.2.3.4:0", UdpDesk.Packet(0x41727101980, 0, 1)));
        // More behind a connect request is no harm.
        Assert.Equal(16, desk.Send(Alice, UdpDesk.Packet(0x41727101980, 0, 1, new byte[50])).Length);
    }
}
