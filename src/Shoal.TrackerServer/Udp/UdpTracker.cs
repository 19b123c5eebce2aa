using System.Net.Sockets;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.TrackerServer.Swarms;
using Shoal.Trackers.Messages;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.TrackerServer.Udp;

/// <summary>
/// A tracker over UDP (BEP 15, 41) at one socket: a packet in, at most one out. Nothing longer than the request goes to an address that is not proven.
/// <code>
///   packet ─► junk? silence ─► connect? an id ─► wrong id? an error ─► too many? silence ─► announce or scrape
/// </code>
/// </summary>
internal sealed class UdpTracker(UdpCommon common, UdpCounters counters) : IPacketService
{
    private readonly AddressFamily _family = counters.Listener.IsIPv4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
    private readonly SourceLimits _limits = new(common.Hash, common.Options.RequestsPerAddress);
    private long _period;
    private TimeSpan _now;

    public UdpCounters Counters => counters;

    public void BeginBatch()
    {
        _period = common.Ids.Period();
        _now = common.Now();
    }

    public int Answer(Endpoint from, ReadOnlySpan<byte> packet, Span<byte> reply)
    {
        if (!UdpRequestHeader.TryRead(packet, out var header) || from.Port == 0 || (!header.IsConnect && !IsWhole(header.Action, packet.Length)))
        {
            counters.Junk++;
            return 0;
        }

        if (header.IsConnect)
        {
            counters.Connects++;
            return UdpReplyHeader.WriteConnect(reply, header.TransactionId, common.Ids.Issue(from, _period));
        }

        if (!common.Ids.Accepts(header.ConnectionId, from, _period))
        {
            // Shorter than the shortest whole request, so nobody is sent more than was sent in his name.
            counters.Mismatches++;
            return UdpError.Write(reply, header.TransactionId, "connection id mismatch");
        }

        if (!_limits.Allows(from, _now))
        {
            counters.Limited++;
            return 0;
        }

        reply = reply[..Limits.UdpReply];
        return header.Action == UdpAction.Announce ? Announce(from, packet, header.TransactionId, reply) : Scrape(packet, header.TransactionId, reply);
    }

    private static bool IsWhole(UdpAction action, int length) => action switch
    {
        UdpAction.Announce => length >= UdpAnnounce.Length,
        UdpAction.Scrape => length > UdpRequestHeader.Length && length <= UdpScrape.LongestRequest && (length - UdpRequestHeader.Length) % Sha1Hash.Length == 0,
        _ => false,
    };

    private int Announce(Endpoint from, ReadOnlySpan<byte> packet, uint transactionId, Span<byte> reply)
    {
        if (!UdpAnnounce.TryReadRequest(packet[..UdpAnnounce.Length], out var request, out _))
        {
            counters.Junk++;
            return 0;
        }

        var room = reply[UdpAnnounceReply.Length..];
        var isIPv4 = _family == AddressFamily.InterNetwork;
        var wanted = Math.Min(request.Wanted ?? Limits.PeersByDefault, Limits.PeersPerReply);
        var announcement = new Announcement(request.InfoHash, from.WithPort(request.Port), request.PeerId, request.Event, request.Left == 0, wanted);
        var result = common.Tracker.Announce(announcement, _now, isIPv4 ? room : default, isIPv4 ? default : room);
        if (result.IsFull)
        {
            counters.Refused++;
            return UdpError.Write(reply, transactionId, Tracker.Full);
        }

        counters.Announces++;
        UdpAnnounceReply.Write(reply, transactionId, _family, new AnnounceReply { Interval = TimeSpan.FromSeconds(result.Interval), Seeders = result.Counts.Seeders, Leechers = result.Counts.Leechers });
        return UdpAnnounceReply.Length + (result.V4 * CompactEndpoint.LengthV4) + (result.V6 * CompactEndpoint.LengthV6);
    }

    private int Scrape(ReadOnlySpan<byte> packet, uint transactionId, Span<byte> reply)
    {
        if (!UdpScrape.TryReadRequest(packet, out var infoHashes))
        {
            counters.Junk++;
            return 0;
        }

        counters.Scrapes++;
        return UdpScrape.WriteReply(reply, transactionId, Array.ConvertAll(infoHashes, common.Tracker.CountsOf));
    }
}
