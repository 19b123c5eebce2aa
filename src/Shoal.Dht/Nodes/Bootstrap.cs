using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Dht.Nodes;

/// <summary>
/// Finds the first nodes: those of the last run, those that torrents and peers name, and known hosts, whose names are looked up. Tried again, less and less often, as long as
/// a node knows hardly anybody: the network may come later.
/// </summary>
internal sealed class Bootstrap
{
    private readonly DhtWorld _world;
    private readonly IReadOnlyList<DhtNode> _nodes;
    private readonly IReadOnlyList<string> _hosts;
    private readonly LoopTimer _again;

    /// <summary>Addresses that were named and not yet tried; bounded.</summary>
    private readonly List<Endpoint> _named = [];
    private TimeSpan _pause = Limits.BootstrapFirst;

    internal Bootstrap(DhtWorld world, IReadOnlyList<DhtNode> nodes, IReadOnlyList<string> hosts)
    {
        (_world, _nodes, _hosts) = (world, nodes, hosts);
        _again = world.Loop.CreateTimer(Try);
    }

    /// <summary>Begins, with the nodes of the last run.</summary>
    public void Start(IEnumerable<Endpoint> saved)
    {
        foreach (var family in saved.GroupBy(endpoint => endpoint.IsIPv4))
        {
            _named.AddRange(family.Take(Limits.Named / 2));
        }

        Try();
    }

    public void Stop() => _again.Disarm();

    /// <summary>Somebody says that a node is there.</summary>
    public void Name(Endpoint endpoint)
    {
        if (endpoint.Port == 0 || endpoint.IsWildcard || _nodes.FirstOrDefault(n => n.Local.IsIPv4 == endpoint.IsIPv4) is not { } node)
        {
            return;
        }

        if (node.Table.Count >= Limits.Lonely)
        {
            node.Upkeep.Suggest(endpoint);
        }
        else if (_named.Count < Limits.Named && !_named.Contains(endpoint))
        {
            _named.Add(endpoint);
            _pause = Limits.BootstrapFirst;
            _again.Arm(Limits.BootstrapSoon);
        }
    }

    /// <summary>A host of a torrent's "nodes" (BEP 5).</summary>
    public void Name(string host, ushort port) => Resolve(host, port, Name);

    private void Try()
    {
        var lonely = _nodes.Where(n => n.Table.Count < Limits.Lonely).ToList();
        if (lonely.Count == 0)
        {
            _pause = Limits.BootstrapFirst;
            _again.Arm(Limits.BootstrapMost);
            return;
        }

        // A few at a time: the rest is for the next try, should these not be there any more.
        var tried = _named.GroupBy(endpoint => endpoint.IsIPv4).SelectMany(family => family.Take(Limits.NamedAtOnce)).ToHashSet();
        foreach (var node in lonely)
        {
            node.Upkeep.Join(tried.Where(endpoint => endpoint.IsIPv4 == node.Local.IsIPv4));
        }

        _named.RemoveAll(tried.Contains);
        foreach (var (host, port) in _hosts.Select(HostOf).OfType<(string, ushort)>())
        {
            Resolve(host, port, endpoint => Invite(endpoint));
        }

        _again.Arm(_pause);
        _pause = _pause * 2 > Limits.BootstrapMost ? Limits.BootstrapMost : _pause * 2;
    }

    private void Invite(Endpoint endpoint)
    {
        foreach (var node in _nodes.Where(n => n.Local.IsIPv4 == endpoint.IsIPv4 && n.Table.Count < Limits.Lonely && n.Local != endpoint))
        {
            node.Upkeep.Join([endpoint]);
        }
    }

    private void Resolve(string host, ushort port, Action<Endpoint> found) => _world.Names.Resolve(_world.Loop, host, answer =>
    {
        foreach (var address in answer.Addresses.Take(Limits.AddressesPerHost))
        {
            found(Endpoint.From(address, port));
        }
    });

    private static (string Host, ushort Port)? HostOf(string text)
    {
        if (Endpoint.TryParse(text, out var endpoint))
        {
            return (endpoint.ToIPAddress().ToString(), endpoint.Port);
        }

        var colon = text.LastIndexOf(':');
        return colon > 0 && ushort.TryParse(text.AsSpan(colon + 1), out var port) ? (text[..colon], port) : null;
    }
}
