using Shoal.Interop.Tests.Transfers;

namespace Shoal.Interop.Tests.Programs;

/// <summary>A test's folder and programs that find each other in a DHT, all on one address: 127.0.0.1, or one of IPv6 in a network apart.</summary>
internal sealed class Place : IDisposable
{
    private readonly Sandbox _box = new();
    private readonly PrivateNetwork? _network;
    private readonly string _ip;

    public Place(bool isV6 = false) => (_network, _ip) = isV6 ? (new PrivateNetwork(_box), PrivateNetwork.LocalAddressV6) : (null, "127.0.0.1");

    /// <summary>Where `shoal seed` listens, once it does.</summary>
    public static string AddressOf(Child seed) => Json.Of(seed.Line("{")).GetProperty("listening").GetString()!;

    public string At(string path) => _box.At(path);

    /// <summary>Files below "seed" with their torrent, its link and its v1 hash.</summary>
    public (string Torrent, string Link, string Hash) Share(string format, string name = "shelf", params string[] options)
    {
        Shelf.Fill(_box, "seed/" + name);
        var torrent = _box.Create("seed/" + name, name + ".torrent", ["--format", format, "--piece-length", "16K", .. options]);
        var link = MagnetTests.LinkOf(_box, torrent);
        return (torrent, link, link.Split("btih:")[1].Split('&')[0]);
    }

    /// <summary>A network of libtorrent's nodes.</summary>
    public LibtorrentDht LibtorrentDht(int count = 6) => new(Start("/usr/bin/python3", Sandbox.DhtScript, $"{count}", _ip), _ip);

    /// <summary>A libtorrent peer with a node of its own.</summary>
    public LibtorrentNode Libtorrent(string mode, string torrent, string folder, params string[] options) =>
        new(Start("/usr/bin/python3", [Sandbox.NodeScript, mode, torrent, At(folder), _ip, "--dht", .. options]), _ip);

    /// <summary>Another way to a peer: each of the two takes the other for one at an address where it has no node, so what the dialled one is told of nodes leads nowhere.</summary>
    public string Detour(string peer) => Start("/usr/bin/python3", Sandbox.DetourScript, peer).Line("ready ").Split(' ')[1];

    public Child Shoal(string verb, string torrent, string folder, params string[] options) => Shoal(verb, [torrent], folder, options);

    /// <summary>`shoal get` or `shoal seed`, on a port of its own unless the options name one.</summary>
    public Child Shoal(string verb, string[] torrents, string folder, params string[] options) => Start(
        "/usr/bin/env", ["--default-signal=INT", ShoalProgram.Path, verb, .. torrents, "--dir", At(folder), "--bind", _ip, "--json", .. options, .. options.Contains("--port") ? [] : new[] { "--port", "0" }]);

    /// <summary>Nodes of ours that know each other; where they are.</summary>
    public string[] ShoalNodes(int count)
    {
        var nodes = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var folder = $"node-{i}";
            _box.Write(folder + "/file", 20_000, i);
            var torrent = _box.Create(folder + "/file", folder + ".torrent");
            nodes.Add(AddressOf(Shoal("seed", torrent, folder, [.. nodes.Take(1).SelectMany(node => new[] { "--bootstrap", node })])));
        }

        return [.. nodes];
    }

    public void Dispose()
    {
        _network?.Dispose();
        _box.Dispose();
    }

    private Child Start(string program, params IEnumerable<string> arguments) => _network is { } network ? network.Start(program, arguments) : _box.Start(program, arguments);
}
