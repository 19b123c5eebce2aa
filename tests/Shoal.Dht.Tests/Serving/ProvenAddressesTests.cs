using Shoal.Dht.Serving;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

public sealed class ProvenAddressesTests
{
    private readonly ProvenAddresses _proven = new(Hash);

    [Fact]
    public void An_address_is_proven_for_ten_minutes_on_each_of_its_ports_and_no_other_is()
    {
        Assert.False(_proven.Contains(At("1.2.3.4:1"), Start));
        _proven.Add(At("1.2.3.4:1"), Start);
        _proven.Add(At("[2001:db8::1]:1"), Start);
        Assert.True(_proven.Contains(At("1.2.3.4:2"), Start));
        Assert.True(_proven.Contains(At("1.2.3.4:1"), Start + TimeSpan.FromSeconds(599)));
        Assert.False(_proven.Contains(At("1.2.3.4:1"), Start + TimeSpan.FromSeconds(600)));
        Assert.All(["1.2.3.5:1", "[2001:db8::2]:1", "[::102:304]:1"], other => Assert.False(_proven.Contains(At(other), Start)));
        Assert.True(_proven.Contains(At("[2001:db8::1]:1"), Start));
    }

    [Fact]
    public void Proving_again_counts_from_then_on()
    {
        _proven.Add(At("1.2.3.4:1"), Start);
        _proven.Add(At("1.2.3.4:1"), Start + TimeSpan.FromMinutes(9));
        Assert.True(_proven.Contains(At("1.2.3.4:1"), Start + TimeSpan.FromMinutes(18)));
    }

    [Fact]
    public void As_many_as_there_are_the_memory_is_bounded_and_the_last_ones_are_known()
    {
        Assert.Equal(0, _proven.Size);
        for (var i = 0; i < 100_000; i++)
        {
            _proven.Add(V4(i, 1), Start + TimeSpan.FromMilliseconds(i));
            Assert.True(_proven.Contains(V4(i, 1), Start + TimeSpan.FromMilliseconds(i)));
        }

        Assert.Equal(Limits.ProvenAddresses, _proven.Size);
        // Eight places and a newcomer for each eighth of 4,096: of the last thousand all but a few are there.
        Assert.InRange(Enumerable.Range(99_000, 1000).Count(i => _proven.Contains(V4(i, 1), Start + TimeSpan.FromSeconds(100))), 990, 1000);
    }

    [Fact]
    public void A_look_takes_no_memory()
    {
        Assert.False(_proven.Contains(At("1.2.3.4:1"), Start));
        Assert.Equal(0, _proven.Size);
    }
}
