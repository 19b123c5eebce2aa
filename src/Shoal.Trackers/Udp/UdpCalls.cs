using System.Net.Sockets;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Trackers.Announcing;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.Trackers.Udp;

/// <summary>Trackers asked over UDP (BEP 15, 41), from one port for each address of ours.</summary>
internal sealed class UdpCalls(AnnouncerWorld world) : ITrackerCalls, IDisposable
{
    private readonly List<UdpPort> _ports = [];

    public void Announce(TrackerUrl url, Route route, int attempt, AnnounceRequest request, TimeSpan time, Action<CallAnswer<AnnounceReply>> done)
    {
        var urlData = UdpUrlData.Of(url.Text);
        var family = route.Local.IsIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        Begin(url, route, attempt, time, new UdpCallOf<AnnounceReply>
        {
            Action = UdpAction.Announce,
            Longest = UdpAnnounce.LongestRequest,
            Write = (packet, connection, transaction) => UdpAnnounce.WriteRequest(packet, connection, transaction, request, urlData),
            Read = packet => UdpAnnounceReply.TryRead(packet, family, out var reply, out var reason) ? new(reply, null) : new(null, "answered, but " + reason),
            Refusal = text => new AnnounceReply { Failure = text },
            Done = done,
        });
    }

    public bool Scrape(TrackerUrl url, Route route, IReadOnlyList<Sha1Hash> hashes, TimeSpan time, Action<CallAnswer<ScrapeReply>> done)
    {
        var asked = hashes.Take(UdpScrape.HashesAtOnce).ToArray();
        Begin(url, route, 0, time, new UdpCallOf<ScrapeReply>
        {
            Action = UdpAction.Scrape,
            Longest = UdpScrape.LongestRequest,
            Write = (packet, connection, transaction) => UdpScrape.WriteRequest(packet, connection, transaction, asked),
            Read = packet => UdpScrape.TryReadReply(packet, asked.Length, out var counts)
                ? new(new ScrapeReply { Swarms = asked.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second) }, null)
                : new(null, "answered, but not to the scrape"),
            Refusal = text => new ScrapeReply { Failure = text },
            Done = done,
        });
        return true;
    }

    public void Dispose()
    {
        foreach (var port in _ports)
        {
            port.Close();
        }
    }

    private void Begin(TrackerUrl url, Route route, int attempt, TimeSpan time, UdpCall call)
    {
        var port = _ports.Find(port => port.Local == route.Local);
        if (port is null)
        {
            port = UdpPort.Open(world, route.Local, out var failure);
            if (port is null)
            {
                world.Loop.Post(() => call.Fail($"cannot be asked from {route.Local.ToIPAddress()}: {failure}", isSilent: false));
                return;
            }

            _ports.Add(port);
        }

        port.Begin(Endpoint.From(route.Addresses[attempt % route.Addresses.Count], url.Port), call, time);
    }
}
