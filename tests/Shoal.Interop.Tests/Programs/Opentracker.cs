using System.Net;
using System.Net.Sockets;

namespace Shoal.Interop.Tests.Programs;

/// <summary>Debian's opentracker for some torrents. It is built for IPv4 alone, and serves those of its list alone.</summary>
internal sealed class Opentracker
{
    public Opentracker(Sandbox sandbox, params string[] infoHashes)
    {
        // It locks itself into its folder and becomes nobody, who must be able to read there.
        sandbox.Run("chmod", "755", sandbox.Folder, sandbox.NewFolder("opentracker"));
        File.WriteAllLines(sandbox.At("opentracker/white"), infoHashes);
        Port = Sandbox.FreePort();
        var port = Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var child = sandbox.Start("opentracker", "-i", "127.0.0.1", "-p", port, "-P", port, "-d", sandbox.At("opentracker"), "-w", "white");
        Eventually.Is("opentracker to listen", IsListening, child.Story);
    }

    public int Port { get; }

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
