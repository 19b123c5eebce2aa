using System.Net.Sockets;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.Fuzz.Targets;

/// <summary>BEP 15 and 41, both ends: a packet is refused, or what is taken of it says the same when it is written and read again.</summary>
public sealed class UdpTrackerPacketsTarget : FuzzTarget
{
    private const int MostText = 300;

    public override string Name => "udp-tracker-packets";

    public override IReadOnlyList<byte[]> Words { get; } =
        [[0, 0, 4, 0x17, 0x27, 0x10, 0x19, 0x80], [0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 2], [0, 0, 0, 3], [255, 255, 255, 255], [2, 0], [2, 255], [1, 1, 0], [2, 3, 47, 97, 63], [127, 0, 0, 1, 27, 92]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        AsServer(input);
        AsClient(input, AddressFamily.InterNetwork);
        AsClient(input, AddressFamily.InterNetworkV6);
    }

    private static void AsServer(ReadOnlySpan<byte> packet)
    {
        if (!UdpRequestHeader.TryRead(packet, out var header))
        {
            return;
        }

        Span<byte> written = stackalloc byte[UdpAnnounce.LongestRequest];
        Require(header.Write(written) == UdpRequestHeader.Length && written[..UdpRequestHeader.Length].SequenceEqual(packet[..UdpRequestHeader.Length]), "the header changed");
        if (UdpAnnounce.TryReadRequest(packet, out var request, out var urlData))
        {
            Require(request is { Uploaded: >= 0, Downloaded: >= 0, Left: >= 0 } and { Wanted: null or >= 0 }, "an amount is negative");
            var length = UdpAnnounce.WriteRequest(written, header.ConnectionId, header.TransactionId, request, urlData.Span);
            Require(UdpAnnounce.TryReadRequest(written[..length], out var again, out var urlAgain), "what was written is refused");
            Require(again == (request.Event == Trackers.Messages.AnnounceEvent.Stopped ? request with { Wanted = 0 } : request) && urlAgain.Span.SequenceEqual(urlData.Span), "the announce changed");
        }

        if (UdpScrape.TryReadRequest(packet, out var hashes))
        {
            var length = UdpScrape.WriteRequest(written, header.ConnectionId, header.TransactionId, hashes);
            Require(length == packet.Length && UdpScrape.TryReadRequest(written[..length], out var again) && again.AsSpan().SequenceEqual(hashes), "the scrape changed");
        }
    }

    private static void AsClient(ReadOnlySpan<byte> packet, AddressFamily family)
    {
        if (!UdpReplyHeader.TryRead(packet, out var header))
        {
            return;
        }

        var written = new byte[packet.Length];
        if (UdpAnnounceReply.TryRead(packet, family, out var reply, out var reason))
        {
            var length = UdpAnnounceReply.Write(written, header.TransactionId, family, reply);
            Require(UdpAnnounceReply.TryRead(written.AsSpan(0, length), family, out var again, out reason), $"what was written is refused: {reason}");
            // An IPv4 address within IPv6 is IPv4, which a list of IPv6 cannot hold.
            Require(again!.Peers.SequenceEqual(reply.Peers.Where(peer => peer.IsIPv4 == (family == AddressFamily.InterNetwork))) && again.Interval == reply.Interval, "the reply changed");
        }
        else
        {
            Require(reason.Length > 0, "a refusal has no reason");
        }

        if (UdpScrape.TryReadReply(packet, Math.Max(1, packet[0] % 80), out var counts))
        {
            Require(counts.All(static swarm => swarm is { Seeders: >= 0, Completed: >= 0, Leechers: >= 0 }), "a count is negative");
        }

        UdpReplyHeader.TryReadConnectionId(packet, out _);
        var text = UdpError.Read(packet);
        Require(text.Length is > 0 and <= MostText && !text.Any(char.IsControl), "a text cannot be shown");
    }
}
