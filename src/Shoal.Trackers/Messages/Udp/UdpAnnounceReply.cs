using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Shoal.Runtime;
using Shoal.Trackers.Messages.Http;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>The answer to an announce over UDP (BEP 15), both ends. The addresses' size follows from the family of the socket and from nothing else.</summary>
public static class UdpAnnounceReply
{
    /// <summary>Bytes in front of the peers.</summary>
    public const int Length = 20;

    /// <summary>Writes a reply with the peers of one family, as many as fit; returns its length.</summary>
    public static int Write(Span<byte> destination, uint transactionId, AddressFamily family, AnnounceReply reply)
    {
        ArgumentNullException.ThrowIfNull(reply);
        WriteHead(destination, transactionId, (int)(reply.Interval?.TotalSeconds ?? 0), reply.Seeders ?? 0, reply.Leechers ?? 0);
        return Length + PeerAddresses.Write(destination[Length..], reply.Peers, family == AddressFamily.InterNetwork);
    }

    /// <summary>Writes what stands in front of the peers; returns <see cref="Length"/>.</summary>
    public static int WriteHead(Span<byte> destination, uint transactionId, int interval, int seeders, int leechers)
    {
        new UdpReplyHeader(UdpAction.Announce, transactionId).Write(destination);
        BinaryPrimitives.WriteInt32BigEndian(destination[8..], interval);
        BinaryPrimitives.WriteInt32BigEndian(destination[12..], leechers);
        BinaryPrimitives.WriteInt32BigEndian(destination[16..], seeders);
        return Length;
    }

    /// <summary>Reads a reply behind its header, which the caller has checked; false with a reason, part of a sentence.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="family">That of the socket it came by.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="reason">Why it is none.</param>
    public static bool TryRead(ReadOnlySpan<byte> packet, AddressFamily family, [NotNullWhen(true)] out AnnounceReply? reply, [NotNullWhen(false)] out string? reason)
    {
        reply = null;
        reason = null;
        var peers = new List<Endpoint>();
        var stride = family == AddressFamily.InterNetwork ? CompactEndpoint.LengthV4 : CompactEndpoint.LengthV6;
        if (packet.Length < Length)
        {
            reason = $"the answer has {packet.Length} bytes, and an announce's has {Length} at least";
        }
        else if (!PeerAddresses.TryRead(packet[Length..], stride, peers))
        {
            reason = $"the answer's list of peers has {packet.Length - Length} bytes, which is no multiple of {stride}";
        }
        else
        {
            var seconds = BinaryPrimitives.ReadInt32BigEndian(packet[8..]);
            reply = new AnnounceReply
            {
                Interval = seconds > 0 ? ReplyFields.Within(seconds, Limits.IntervalLeast, Limits.IntervalMost) : null,
                Leechers = Count(packet[12..]),
                Seeders = Count(packet[16..]),
                Peers = peers,
            };
        }

        return reply is not null;
    }

    private static int? Count(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes) is >= 0 and var count ? count : null;
}
