using System.Net;
using System.Net.Sockets;

namespace Shoal.Interop.Tests.Programs;

/// <summary>One test's folder, state and programs; all of it is gone when the test ends, however it ends.</summary>
internal sealed class Sandbox : IDisposable
{
    private readonly List<Child> _children = [];
    private readonly Dictionary<string, string?> _environment;

    /// <param name="root">The file system; null: memory, where there is some, as a test does not wait for a disk.</param>
    public Sandbox(string? root = null)
    {
        root ??= Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        Folder = Path.Combine(root, "shoal-interop-" + Path.GetRandomFileName());
        Directory.CreateDirectory(Folder);
        _environment = new(StringComparer.Ordinal)
        {
            ["XDG_STATE_HOME"] = Path.Combine(Folder, "state"),
            ["HOME"] = Folder,
            ["LC_ALL"] = "C.UTF-8",
            // A tracker on this machine is asked straight.
            ["http_proxy"] = null,
            ["HTTP_PROXY"] = null,
            ["all_proxy"] = null,
            ["ALL_PROXY"] = null,
            ["DOTNET_ROOT"] = ShoalProgram.DotnetRoot,
        };
    }

    /// <summary>A libtorrent peer.</summary>
    public static string NodeScript { get; } = Path.Combine(AppContext.BaseDirectory, "Programs", "lt_node.py");

    /// <summary>A network of libtorrent's DHT nodes.</summary>
    public static string DhtScript { get; } = Path.Combine(AppContext.BaseDirectory, "Programs", "lt_dht.py");

    /// <summary>Nodes of libtorrent's DHT, each at an address of its own.</summary>
    public static string TableScript { get; } = Path.Combine(AppContext.BaseDirectory, "Programs", "lt_table.py");

    /// <summary>A way around to a peer.</summary>
    public static string DetourScript { get; } = Path.Combine(AppContext.BaseDirectory, "Programs", "detour.py");

    /// <summary>A tracker that knows one peer.</summary>
    public static string TrackerScript { get; } = Path.Combine(AppContext.BaseDirectory, "Programs", "one_peer_tracker.py");

    /// <summary>Waits until a tracker's scrape says something.</summary>
    public static string ScrapeScript { get; } = Path.Combine(AppContext.BaseDirectory, "Programs", "await_scrape.py");

    /// <summary>A name server that gives every name one address.</summary>
    public static string DnsScript { get; } = Path.Combine(AppContext.BaseDirectory, "Programs", "one_address_dns.py");

    public string Folder { get; }

    /// <summary>A path in this test's folder.</summary>
    public string At(string path) => Path.Combine(Folder, path);

    /// <summary>A new folder in this test's folder.</summary>
    public string NewFolder(string path) => Directory.CreateDirectory(At(path)).FullName;

    /// <summary>Writes a file whose bytes depend on the seed alone.</summary>
    public byte[] Write(string path, int length, int seed = 1)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
        return bytes;
    }

    /// <summary>A copy in which this share of the bytes is wrong.</summary>
    public void WriteDamaged(string path, ReadOnlySpan<byte> good, double share)
    {
        var bytes = good.ToArray();
        var chance = new Random(7);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= (byte)(chance.NextDouble() < share ? 0x55 : 0);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllBytes(At(path), bytes);
    }

    /// <summary>What each program said, for a failed assertion.</summary>
    public IEnumerable<string> Stories => _children.Select(static child => child.Story());

    /// <summary>Starts any program.</summary>
    public Child Start(string program, params IEnumerable<string> arguments)
    {
        var child = new Child(program, arguments, Folder, _environment);
        _children.Add(child);
        return child;
    }

    /// <summary>Runs a program to its end, which must be a good one; returns what it said.</summary>
    public string[] Run(string program, params string[] arguments) => Start(program, arguments).EndsWith(0).Out;

    /// <summary>Starts shoal. A test run in the background ignores SIGINT, and its children would too: env puts that right.</summary>
    public Child Shoal(params IEnumerable<string> arguments) => Start("/usr/bin/env", ["--default-signal=INT", ShoalProgram.Path, .. arguments]);

    /// <summary>Runs shoal to its end, which must be a good one.</summary>
    public Child RunShoal(params string[] arguments) => Shoal(arguments).EndsWith(0);

    /// <summary>Makes a torrent with shoal create.</summary>
    public string Create(string source, string torrent, params string[] options)
    {
        RunShoal(["create", At(source), "-o", At(torrent), .. options]);
        return At(torrent);
    }

    /// <summary>The v1 info-hash in hexadecimal digits, as another program reads it.</summary>
    public string InfoHashOf(string torrent) => Run("transmission-show", torrent).Select(static line => line.Trim()).First(static line => line.StartsWith("Hash: ", StringComparison.Ordinal))[6..];

    /// <summary>Starts a libtorrent seed or leech; it listens on its own port.</summary>
    public LibtorrentNode Libtorrent(string mode, string torrent, string folder, params string[] options) =>
        LibtorrentOn("127.0.0.1", mode, torrent, folder, options);

    public LibtorrentNode LibtorrentOn(string ip, string mode, string torrent, string folder, params string[] options) =>
        new(Start("/usr/bin/python3", [NodeScript, mode, torrent, At(folder), ip, .. options]), ip);

    /// <summary>Starts `shoal seed` on a port of its own; returns it and where it listens.</summary>
    public (Child Child, string Address) ShoalSeed(string torrent, string folder, params IEnumerable<string> options)
    {
        var child = Shoal(["seed", torrent, "--dir", At(folder), "--bind", "127.0.0.1", "--port", "0", "--json", .. options]);
        return (child, Json.Of(child.Line("{")).GetProperty("listening").GetString()!);
    }

    /// <summary>Starts `shoal get` into a folder, on a port of its own.</summary>
    public Child ShoalGet(string torrent, string folder, params IEnumerable<string> options) =>
        Shoal(["get", torrent, "--dir", At(folder), "--bind", "127.0.0.1", "--port", "0", "--json", .. options]);

    /// <summary>Starts a tracker that knows one peer; returns its announce URL.</summary>
    public string Tracker(string peer)
    {
        var port = peer[(peer.LastIndexOf(':') + 1)..];
        return Start("/usr/bin/python3", TrackerScript, "127.0.0.1", "127.0.0.1", port).Line("ready ").Split(' ')[1];
    }

    /// <summary>A port that nothing listened on a moment ago, for programs that cannot choose one themselves.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public void Dispose()
    {
        foreach (var child in _children)
        {
            child.Dispose();
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
