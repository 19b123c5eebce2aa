using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Net.Sources;
using Shoal.Runtime;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Swarms;
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
    private readonly bool _ipv4 = counters.Listener.IsIPv4;
    private readonly SourceLimits _limits = new(common.Hash, common.Options.RequestsPerAddress, Limits.SourceWindow, Limits.Sources);
    private readonly Gate _gate = common.Tracker.Gate;
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
            return UdpError.Write(reply, header.TransactionId, "connection id mismatch"u8);
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
        var fields = new UdpAnnounceFields(packet);
        if (!_gate.Rules.IsOpen && Admit(fields, packet[UdpAnnounce.Length..]) is var refusal && refusal != Refusal.None)
        {
            counters.Refused++;
            return UdpError.Write(reply, transactionId, Refusals.Utf8Of(refusal));
        }

        var wanted = Math.Min(fields.Wanted ?? Limits.PeersByDefault, Limits.PeersPerReply);
        var announcement = new Announcement(fields.InfoHash, common.Tracker.Claims.AddressOf(from, fields.Ip).WithPort(fields.Port), fields.PeerId, fields.Event, fields.Left == 0, wanted);
        var room = reply[UdpAnnounceReply.Length..];
        var result = common.Tracker.Announce(announcement, _now, _ipv4 ? room : default, _ipv4 ? default : room);
        if (result.IsFull)
        {
            counters.Refused++;
            return UdpError.Write(reply, transactionId, "this tracker is full"u8);
        }

        counters.Announces++;
        var head = UdpAnnounceReply.WriteHead(reply, transactionId, result.Interval, result.Counts.Seeders, result.Counts.Leechers);
        return head + result.V4 * CompactEndpoint.LengthV4 + result.V6 * CompactEndpoint.LengthV6;
    }

    /// <summary>Options behind the fields (BEP 41) tell the passkey; where none is needed they are no reason to refuse, whatever they are.</summary>
    private Refusal Admit(in UdpAnnounceFields fields, ReadOnlySpan<byte> options)
    {
        Span<byte> room = stackalloc byte[UdpUrlData.LongestData];
        var passkey = _gate.Rules.IsPrivate ? Passkey.OfOptions(options, room) : default;
        return common.Tracker.Admit(fields.InfoHash, passkey, new Figures(fields.PeerId, Math.Max(0, fields.Uploaded), Math.Max(0, fields.Downloaded), fields.Left, fields.Event));
    }

    private int Scrape(ReadOnlySpan<byte> packet, uint transactionId, Span<byte> reply)
    {
        if (_gate.ScrapeByUdp() is not Refusal.None and var refusal)
        {
            counters.Refused++;
            return UdpError.Write(reply, transactionId, Refusals.Utf8Of(refusal));
        }

        counters.Scrapes++;
        common.Tracker.CountScrape();
        var written = new UdpReplyHeader(UdpAction.Scrape, transactionId).Write(reply);
        for (var hashes = packet[UdpRequestHeader.Length..]; !hashes.IsEmpty; hashes = hashes[Sha1Hash.Length..])
        {
            written += UdpScrape.WriteCounts(reply[written..], common.Tracker.CountsOf(new Sha1Hash(hashes[..Sha1Hash.Length])));
        }

        return written;
    }
}
