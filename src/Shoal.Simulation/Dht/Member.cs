using Shoal.Dht;
using Shoal.Dht.Nodes;

namespace Shoal.Simulation.Dht;

/// <summary>One node of an overlay.</summary>
/// <param name="number">In order of coming.</param>
/// <param name="role">What it does.</param>
/// <param name="host">Where it runs.</param>
/// <param name="service">The DHT as a client has it.</param>
/// <param name="came">When.</param>
internal sealed class Member(int number, Role role, PacketHost host, DhtService service, TimeSpan came)
{
    public int Number => number;

    public Role Role => role;

    public PacketHost Host => host;

    public DhtService Service => service;

    public TimeSpan Came => came;

    public DhtNode Node { get; } = service.Nodes[0];

    /// <summary>It left.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Neither deaf nor lying.</summary>
    public bool IsHonest => role is Role.Open or Role.Natted or Role.Router;

    /// <summary>Leaves without a word.</summary>
    public void Leave()
    {
        IsGone = true;
        service.Close();
    }
}
