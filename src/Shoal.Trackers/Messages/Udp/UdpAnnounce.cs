using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Shoal.Metainfo;
using Shoal.Peers;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>An announce over UDP (BEP 15) with its options (BEP 41), both ends.</summary>
/// <remarks>
/// <code>
///   0 connection id   8 action   12 transaction   16 info-hash   36 peer id   56 downloaded   64 left   72 uploaded
///   80 event   84 IP, always 0   88 key   92 wanted, -1 for any   96 port   98 options
/// </code>
/// </remarks>
public static class UdpAnnounce
{
    /// <summary>Bytes without options.</summary>
    public const int Length = 98;

    /// <summary>Bytes with the longest options that are written.</summary>
    public const int LongestRequest = Length + UdpUrlData.LongestOptions;

    /// <summary>Writes a request; returns its length, at most <see cref="LongestRequest"/>.</summary>
    /// <param name="destination">Room for it.</param>
    /// <param name="connectionId">What the tracker gave to the address that this is sent from.</param>
    /// <param name="transactionId">Random, anew for each packet.</param>
    /// <param name="request">What is told. Its tracker id is of HTTP alone.</param>
    /// <param name="urlData">Path and query of the tracker's URL, see <see cref="UdpUrlData.Of"/>.</param>
    public static int WriteRequest(Span<byte> destination, ulong connectionId, uint transactionId, AnnounceRequest request, ReadOnlySpan<byte> urlData)
    {
        ArgumentNullException.ThrowIfNull(request);
        new UdpRequestHeader(connectionId, UdpAction.Announce, transactionId).Write(destination);
        request.InfoHash.Span.CopyTo(destination[16..]);
        request.PeerId.Span.CopyTo(destination[36..]);
        BinaryPrimitives.WriteInt64BigEndian(destination[56..], request.Downloaded);
        BinaryPrimitives.WriteInt64BigEndian(destination[64..], request.Left);
        BinaryPrimitives.WriteInt64BigEndian(destination[72..], request.Uploaded);
        BinaryPrimitives.WriteUInt32BigEndian(destination[80..], (uint)request.Event);
        BinaryPrimitives.WriteUInt32BigEndian(destination[84..], 0);
        BinaryPrimitives.WriteUInt32BigEndian(destination[88..], request.Key);
        BinaryPrimitives.WriteInt32BigEndian(destination[92..], request.Event == AnnounceEvent.Stopped ? 0 : request.Wanted ?? -1);
        BinaryPrimitives.WriteUInt16BigEndian(destination[96..], request.Port);
        return Length + UdpUrlData.WriteOptions(destination[Length..], urlData);
    }

    /// <summary>Reads a request behind its header, which the caller has checked; false where it is too short or its options are broken.</summary>
    /// <param name="packet">The whole packet.</param>
    /// <param name="request">What is told.</param>
    /// <param name="urlData">Path and query of the URL that the client was given; empty where it does not say.</param>
    public static bool TryReadRequest(ReadOnlySpan<byte> packet, [NotNullWhen(true)] out AnnounceRequest? request, out ReadOnlyMemory<byte> urlData)
    {
        request = null;
        urlData = default;
        Span<byte> data = stackalloc byte[UdpUrlData.LongestData];
        if (packet.Length < Length || !UdpUrlData.TryRead(packet[Length..], data, out var length))
        {
            return false;
        }

        urlData = data[..length].ToArray();

        var fields = new UdpAnnounceFields(packet);
        request = new AnnounceRequest(
            fields.InfoHash, fields.PeerId, fields.Port, Uploaded: Math.Max(0, fields.Uploaded), Downloaded: Math.Max(0, fields.Downloaded), fields.Left, fields.Event, fields.Key, fields.Wanted);
        return true;
    }
}
