using Shoal.Runtime;

namespace Shoal.Simulation.Networks;

/// <summary>All hosts and what lies between them.</summary>
internal sealed class VirtualNetwork(World world)
{
    private readonly List<NetworkHost> _hosts = [];
    private readonly Dictionary<Endpoint, NetworkHost> _byAddress = [];

    /// <summary>Pairs between which nothing passes, lower index first.</summary>
    private readonly HashSet<(int Low, int High)> _cuts = [];

    /// <summary>Memory of all pipes.</summary>
    public RingPool Rings { get; } = new();

    /// <summary>Hosts in order of their making; index and address follow from it.</summary>
    public IReadOnlyList<NetworkHost> Hosts => _hosts;

    /// <summary>Makes a host with an address of its own /24, or /64, or both.</summary>
    public NetworkHost Add(LineOptions line)
    {
        var index = _hosts.Count;
        Invariant.Check(line.HasIPv4 || line.HasIPv6);
        Endpoint? v4 = line.HasIPv4 ? Endpoint.FromBytes([10, (byte)(index >> 8), (byte)index, 1], 0) : null;
        Endpoint? v6 = line.HasIPv6 ? Endpoint.FromBytes([0xfd, 0, 0, 0, 0, 0, (byte)(index >> 8), (byte)index, 0, 0, 0, 0, 0, 0, 0, 1], 0) : null;
        var host = new NetworkHost(world, index, v4, v6, line);
        _hosts.Add(host);
        foreach (var address in new[] { v4, v6 }.OfType<Endpoint>())
        {
            _byAddress.Add(address, host);
        }

        return host;
    }

    public NetworkHost? Find(Endpoint endpoint) => _byAddress.GetValueOrDefault(endpoint.WithPort(0));

    /// <summary>One way, with its share of chance.</summary>
    public TimeSpan DelayOf(NetworkHost from, NetworkHost to) =>
        from.Line.Latency + to.Line.Latency + world.Jitter(from.Line.Jitter + to.Line.Jitter);

    public bool IsCut(NetworkHost a, NetworkHost b) => _cuts.Count > 0 && _cuts.Contains(Pair(a, b));

    /// <summary>Nothing passes between the two; their links stand and wait.</summary>
    public void Cut(NetworkHost a, NetworkHost b)
    {
        world.Log.Add(EventKind.Fault, a.Index, 4, (ulong)b.Index);
        _cuts.Add(Pair(a, b));
    }

    /// <summary>All cuts are healed: what was held goes on.</summary>
    public void Heal()
    {
        _cuts.Clear();
        foreach (var link in _hosts.SelectMany(host => host.Links.ToArray()))
        {
            link.Heal();
        }
    }

    /// <summary>An established connection; returns the dialler's end.</summary>
    public VirtualLink Connect(NetworkHost from, NetworkHost to, Endpoint local, Endpoint remote)
    {
        var there = new Pipe(world, from, to);
        var back = new Pipe(world, to, from);
        var near = new VirtualLink(world, from, local, remote, back, there);
        var far = new VirtualLink(world, to, remote, local, there, back);
        (near.Other, far.Other) = (far, near);
        (there.Writer, there.Reader) = (near, far);
        (back.Writer, back.Reader) = (far, near);
        from.Add(near);
        to.Add(far);
        return near;
    }

    private static (int Low, int High) Pair(NetworkHost a, NetworkHost b) => (Math.Min(a.Index, b.Index), Math.Max(a.Index, b.Index));
}
