namespace Shoal.Interop.Tests.Programs;

/// <summary>A network of libtorrent's DHT nodes that runs beside the test.</summary>
internal sealed class LibtorrentDht(Child child, string ip)
{
    public Child Child => child;

    /// <summary>Where the nodes are, as --bootstrap takes them.</summary>
    public string[] Nodes => [.. child.Line("ready ").Split(' ').Skip(1).Select(port => ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]:{port}" : $"{ip}:{port}")];

    /// <summary>Waits until somebody has announced itself for a torrent there.</summary>
    public void HearsAnnounce(string infoHash, string peer) =>
        child.Line($"announced {infoHash} {peer[..peer.LastIndexOf(':')].Trim('[', ']')} {peer[(peer.LastIndexOf(':') + 1)..]}");
}
