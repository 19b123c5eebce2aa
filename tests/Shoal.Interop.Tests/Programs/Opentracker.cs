using System.Net;
using System.Net.Sockets;

namespace Shoal.Interop.Tests.Programs;

/// <summary>Debian's opentracker for some torrents. It is built for IPv4 alone, and serves those of its list alone.</summary>
internal sealed class Opentracker
{
    private const int PrivatePort = 6969;

    public Opentracker(Sandbox sandbox, params string[] infoHashes)
    {
        Prepare(sandbox, infoHashes);
        Port = Sandbox.FreePort();
        var child = sandbox.Start("opentracker", Arguments(sandbox, "127.0.0.1"));
        Eventually.Is("opentracker to listen", IsListening, child.Story);
    }

    /// <summary>In a network of its own, where programs are started so.</summary>
    public Opentracker(Sandbox sandbox, Func<string, IEnumerable<string>, Child> start, string ip, params string[] infoHashes)
    {
        Prepare(sandbox, infoHashes);
        Port = PrivatePort;
        var child = start("opentracker", Arguments(sandbox, ip));
        Eventually.Is("opentracker to listen", () => File.ReadAllText($"/proc/{child.Id}/net/tcp").Contains($":{Port:X4} 00000000:0000 0A", StringComparison.Ordinal), child.Story);
    }

    public int Port { get; }

    private static void Prepare(Sandbox sandbox, string[] infoHashes)
    {
        // It locks itself into its folder and becomes nobody, who must be able to read there.
        sandbox.Run("chmod", "755", sandbox.Folder, sandbox.NewFolder("opentracker"));
        File.WriteAllLines(sandbox.At("opentracker/white"), infoHashes);
    }

    private string[] Arguments(Sandbox sandbox, string ip) => ["-i", ip, "-p", $"{Port}", "-P", $"{Port}", "-d", sandbox.At("opentracker"), "-w", "white"];

    private bool IsListening()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
