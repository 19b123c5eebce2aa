using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;
using Shoal.Bencoding;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Http;

/// <summary>The body of the answer to an announce (BEP 3, 7, 23, 24, 31), the client's end.</summary>
public static class HttpAnnounceReply
{
    /// <summary>Reads a body; false with a reason, part of a sentence, where it is no tracker's answer. A failure that the tracker tells is an answer.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out AnnounceReply? reply, [NotNullWhen(false)] out string? reason)
    {
        reply = null;
        if (!TryReadRoot(body, out var root, out reason))
        {
            return false;
        }

        if (ReplyFields.Failure(root) is { } failure)
        {
            reply = new AnnounceReply { Failure = failure, RetryIn = ReplyFields.RetryIn(root["retry in"u8]), Warning = Warning(root) };
            return true;
        }

        // Both are merged: they are two families, not two opinions (BEP 7).
        var peers = new List<Endpoint>();
        reason = Take(root["peers"u8], CompactEndpoint.LengthV4, peers) ?? Take(root["peers6"u8], CompactEndpoint.LengthV6, peers);
        if (reason is not null)
        {
            return false;
        }

        reply = new AnnounceReply
        {
            Warning = Warning(root),
            Interval = ReplyFields.Seconds(root["interval"u8]),
            MinInterval = ReplyFields.Seconds(root["min interval"u8]),
            TrackerId = root["tracker id"u8].AsBytes is { Length: > 0 and <= Limits.TrackerIdLength } id ? Encoding.Latin1.GetString(id) : null,
            Seeders = ReplyFields.Count(root["complete"u8]),
            Leechers = ReplyFields.Count(root["incomplete"u8]),
            Peers = peers,
            ExternalAddress = External(root["external ip"u8].AsBytes),
        };
        return true;
    }

    internal static bool TryReadRoot(ReadOnlyMemory<byte> body, out BencodeValue root, [NotNullWhen(false)] out string? reason)
    {
        root = default;
        reason = null;
        if (!BencodeDocument.TryParse(body, BencodeOptions.Lenient, out var document, out var error))
        {
            reason = $"the answer is not a tracker's: {error}";
        }
        else if (document.Root.Kind != BencodeKind.Dictionary)
        {
            reason = "the answer is not a tracker's: it is no dictionary";
        }
        else
        {
            root = document.Root;
        }

        return reason is null;
    }

    private static string? Warning(BencodeValue root) => ShownText.Of(root["warning message"u8].AsBytes, Limits.TextLength);

    private static IPAddress? External(ReadOnlySpan<byte> bytes) => bytes.Length is 4 or 16 ? Endpoint.FromBytes(bytes, 0).ToIPAddress() : null;

    /// <summary>Takes a list in either form (BEP 23: a client supports both); returns why it cannot be.</summary>
    private static string? Take(BencodeValue list, int stride, List<Endpoint> peers)
    {
        if (list.Kind == BencodeKind.Bytes)
        {
            return PeerAddresses.TryRead(list.AsBytes, stride, peers) ? null : $"its compact list of peers has {list.AsBytes.Length} bytes, which is no multiple of {stride}";
        }

        var before = peers.Count;
        foreach (var peer in list.Items)
        {
            if (peers.Count - before == Limits.PeersPerReply)
            {
                break;
            }

            TakeOne(peer["ip"u8].AsBytes, peer["port"u8], peers);
        }

        return null;
    }

    // A name in place of an address is passed over: no tracker in use sends one, and looking it up would let a stranger choose whom we ask.
    private static void TakeOne(ReadOnlySpan<byte> ip, BencodeValue port, List<Endpoint> peers)
    {
        if (ip.Length <= Limits.AddressLength && ReplyFields.TryNumber(port, out var number) && number is > 0 and <= ushort.MaxValue
            && Endpoint.TryParse(ip.Contains((byte)':') ? $"[{Encoding.ASCII.GetString(ip)}]:{number}" : $"{Encoding.ASCII.GetString(ip)}:{number}", out var peer))
        {
            PeerAddresses.Take(peer, peers);
        }
    }
}
