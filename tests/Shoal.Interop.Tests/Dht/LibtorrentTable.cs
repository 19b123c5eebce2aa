using Shoal.Interop.Tests.Programs;

namespace Shoal.Interop.Tests.Dht;

/// <summary>Nodes of libtorrent in a network of their own, each at an address of its own.</summary>
internal sealed class LibtorrentTable(PrivateNetwork network, string family, int nodes, params string[] options)
{
    /// <summary>What they say.</summary>
    public Child Nodes { get; } = network.Start("/usr/bin/python3", ["-W", "ignore", Sandbox.TableScript, .. Enumerable.Range(1, nodes).Select(i => Ip(family, i)), .. options]);

    /// <summary>Where one of them is.</summary>
    public string At(int index) => Nodes.Line($"node {index} ").Split(' ')[2];

    /// <summary>The id of a node, by the table of one of them.</summary>
    public string IdOf(string node, int by) => Nodes.Line($"table {by} {node} ").Split(' ')[3];

    /// <summary>Starts a verb of `shoal dht` at our own address, which begins at the first of them.</summary>
    public Child Shoal(params IEnumerable<string> arguments) => Shoal(network, Ours(family), [.. arguments, "--bootstrap", At(0)]);

    /// <summary>Starts a verb of `shoal dht` at an address.</summary>
    public static Child Shoal(PrivateNetwork network, string ip, params IEnumerable<string> arguments) => network.Start(ShoalProgram.Path, ["dht", .. arguments, "--bind", ip, "--json"]);

    /// <summary>Our own address among theirs.</summary>
    public static string Ours(string family) => Ip(family, 8);

    /// <summary>Another address of ours.</summary>
    public static string OursToo(string family) => Ip(family, 7);

    /// <summary>An address with a port, as others write it.</summary>
    public static string With(string ip, int port) => ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]:{port}" : $"{ip}:{port}";

    private static string Ip(string family, int i) => family == "IPv6" ? PrivateNetwork.NumberedV6(i) : PrivateNetwork.Numbered(i);
}
