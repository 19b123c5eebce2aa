using Shoal.Runtime;

namespace Shoal.TrackerServer.Udp;

/// <summary>
/// Connection ids of BEP 15 that nobody keeps: a keyed hash of the address and of the wall clock's two minutes. Who sends one back has received it,
/// so the address is not invented. Every node with the key takes what another gave. Ports do not matter: what is proven is the address, and NATs change ports.
/// </summary>
internal sealed class ConnectionIds(SipHash hash, TimeProvider time)
{
    /// <summary>The two minutes that it is now.</summary>
    public long Period() => time.GetUtcNow().UtcTicks / Limits.ConnectionId.Ticks;

    public ulong Issue(Endpoint address, long period)
    {
        var (high, low) = address.AddressBits;
        return hash.Of(high, low, (ulong)period);
    }

    /// <summary>An id of this period or of the one before: each lives 2 minutes at least, as BEP 15 wants, and 4 at most.</summary>
    public bool Accepts(ulong id, Endpoint address, long period) => id == Issue(address, period) || id == Issue(address, period - 1);
}
