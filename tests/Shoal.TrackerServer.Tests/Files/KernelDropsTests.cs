using Shoal.TrackerServer.Files;

namespace Shoal.TrackerServer.Tests.Files;

/// <summary>Lines as Linux writes them.</summary>
public sealed class KernelDropsTests
{
    [Fact]
    public void Sockets_of_one_address_are_added_up_in_both_families()
    {
        string[] lines =
        [
            "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops            ",
            "  482: 0100007F:1B39 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1234567 2 0000000000000000 17        ",
            "  482: 0100007F:1B39 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1234568 2 0000000000000000 5         ",
            "  483: 00000000:1B3A 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1234569 2 0000000000000000 0         ",
            "  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
            "  482: B80D0120000000000000000001000000:1B39 00000000000000000000000000000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1234570 2 0000000000000000 9",
            "nonsense",
            "  482: 0100007:1B39 x x x x x x x x x x 1",
        ];
        Assert.Equal(
            [("0.0.0.0:6970", 0), ("127.0.0.1:6969", 22), ("[2001:db8::1]:6969", 9)],
            KernelDrops.Parse(lines).OrderBy(pair => pair.Key).Select(pair => (pair.Key.ToString(), pair.Value)));
    }
}
