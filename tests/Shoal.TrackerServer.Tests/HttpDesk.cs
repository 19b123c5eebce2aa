using System.Text;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Tests;

/// <summary>A tracker over HTTP, with links in memory in the place of connections.</summary>
internal sealed class HttpDesk
{
    public const string Announce = "GET /announce?info_hash=tttttttttttttttttttt&peer_id=aaaaaaaaaaaaaaaaaaaa&port=1&left=5 HTTP/1.1\r\n";

    public HttpDesk(TrackerOptions? options = null)
    {
        options ??= new TrackerOptions { Listen = [Desk.At("127.0.0.1:6969"), Desk.At("[::1]:6969")], Interval = TimeSpan.FromSeconds(60) };
        Tracker = HttpTracker.Start(Loop, Doors, new SeededChance(1), options, out var failure)!;
        Assert.Null(failure);
    }

    public HandDrivenLoop Loop { get; } = new();

    public Doors Doors { get; } = new();

    public HttpTracker Tracker { get; }

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    public FakeLink Connect(string from = "10.0.0.1:6881")
    {
        var link = new FakeLink { Remote = Desk.At(from) };
        Doors.Handler!.OnAccepted(link);
        return link;
    }

    public (string Head, byte[] Body) Ask(string request)
    {
        var link = Connect();
        link.Deliver(Bytes(request));
        var text = Encoding.Latin1.GetString(link.Sent);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text[..end], link.Sent[end..]);
    }
}
