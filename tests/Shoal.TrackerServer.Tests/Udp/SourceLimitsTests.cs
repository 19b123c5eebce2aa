using System.Net;
using Shoal.Net.Sources;
using Shoal.Runtime;
using Shoal.TrackerServer.Udp;

namespace Shoal.TrackerServer.Tests.Udp;

public sealed class SourceLimitsTests
{
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    [Fact]
    public void A_source_has_so_many_requests_in_ten_seconds_and_then_anew()
    {
        var limits = New(most: 3);
        Assert.Equal([true, true, true, false, false], Ask(limits, "1.2.3.4:1", Now, 5));
        Assert.Equal([false], Ask(limits, "1.2.3.4:2", Now + TimeSpan.FromSeconds(9.9), 1));
        Assert.Equal([true], Ask(limits, "1.2.3.5:1", Now, 1));
        Assert.Equal([true, true, true, false], Ask(limits, "1.2.3.4:1", Now + TimeSpan.FromSeconds(10), 4));
    }

    [Fact]
    public void In_IPv6_a_source_is_a_network_of_64_bits()
    {
        var limits = New(most: 2);
        Assert.Equal([true, true], Ask(limits, "[2001:db8::1]:1", Now, 2));
        Assert.Equal([false], Ask(limits, "[2001:db8::ffff:1]:1", Now, 1));
        Assert.Equal([true], Ask(limits, "[2001:db8:0:1::1]:1", Now, 1));
    }

    /// <summary>Far more sources than places: whoever is over the limit stays so, and few others suffer with nobody.</summary>
    [Fact]
    public void A_flood_is_not_forgotten_however_many_others_come()
    {
        var limits = New(most: 5);
        Ask(limits, "1.2.3.4:1", Now, 5);
        for (var i = 0; i < 10 * Limits.Sources; i++)
        {
            Assert.True(limits.Allows(Endpoint.From(new IPAddress(0x0a00_0000L + (i << 8)), 1), Now));
            Assert.True(i % 1000 != 0 || !limits.Allows(Desk.At("1.2.3.4:1"), Now));
        }
    }

    [Fact]
    public void Zero_is_no_limit() => Assert.DoesNotContain(false, Ask(New(most: 0), "1.2.3.4:1", Now, 100_000));

    [Fact]
    public void Only_who_has_proven_its_address_is_counted_and_connects_go_on()
    {
        var desk = new UdpDesk(options: new TrackerOptions { Listen = [], RequestsPerAddress = 2 });
        for (var i = 0; i < 10; i++)
        {
            // In somebody's name, but without its id.
            Assert.NotEmpty(desk.Send("1.2.3.4:1", UdpDesk.Announce(123, 1, left: 5)));
        }

        var id = desk.Connect("1.2.3.4:1");
        Assert.Equal([20, 20, 0, 0], Enumerable.Range(0, 4).Select(_ => desk.Send("1.2.3.4:1", UdpDesk.Announce(id, 1, left: 5)).Length));
        Assert.Equal(20, desk.Announce("1.2.3.5:1", left: 5, torrent: 9).Length);
        desk.Connect("1.2.3.4:1");
        Assert.Equal((3, 2, 10), (desk.Counters.Announces, desk.Counters.Limited, desk.Counters.Mismatches));
    }

    private static bool[] Ask(SourceLimits limits, string from, TimeSpan now, int times) => [.. Enumerable.Range(0, times).Select(_ => limits.Allows(Desk.At(from), now))];

    private static SourceLimits New(int most) => new(new SipHash(new byte[16]), most, Limits.SourceWindow, Limits.Sources);
}
