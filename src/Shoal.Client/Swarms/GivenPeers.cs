using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Peers that the user or a link named, by their address or by a host's name.</summary>
internal sealed class GivenPeers(TorrentRun run, MagnetLink? link, TorrentOptions options)
{
    private readonly List<(string Address, string? Failure)> _unknown = [];

    /// <summary>Names that lead nowhere, with why.</summary>
    public IReadOnlyCollection<(string Address, string? Failure)> Unknown => _unknown;

    /// <summary>None were named at the start.</summary>
    public bool IsEmpty => options.Peers.Count + options.PeerHosts.Count + (link?.Peers.Count ?? 0) == 0;

    /// <summary>All that were named at the start.</summary>
    public void AddAll()
    {
        foreach (var peer in options.Peers)
        {
            run.AddPeer(peer);
        }

        foreach (var (host, port) in options.PeerHosts)
        {
            Add(host, port, PeerSources.User);
        }

        foreach (var (host, port) in link?.Peers ?? [])
        {
            Add(host, port, PeerSources.Magnet);
        }
    }

    /// <summary>A host by its name or its address in words.</summary>
    public void Add(string host, int port, PeerSources by) => run.Context.Names?.Resolve(run.Loop, host, answer =>
    {
        if (answer.Failure is { } failure && _unknown.Count < Limits.UnknownHosts)
        {
            _unknown.Add(($"{host}:{port}", failure));
        }

        foreach (var address in answer.Addresses)
        {
            run.AddPeer(Endpoint.From(address, port), by);
        }
    });
}
