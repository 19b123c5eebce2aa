using System.Buffers.Binary;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages;

/// <summary>Addresses and ports one behind the other, in network order (BEP 23, 7, 15).</summary>
internal static class PeerAddresses
{
    /// <summary>Bytes of an IPv4 address and a port.</summary>
    public const int StrideV4 = 6;

    /// <summary>Bytes of an IPv6 address and a port.</summary>
    public const int StrideV6 = 18;

    /// <summary>Takes what can be dialled, up to the limit; false where the bytes are no whole number of addresses.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int stride, List<Endpoint> into)
    {
        if (bytes.Length % stride != 0)
        {
            return false;
        }

        for (var taken = 0; !bytes.IsEmpty && taken < Limits.PeersPerReply; bytes = bytes[stride..])
        {
            var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[(stride - sizeof(ushort))..]);
            taken += Take(Endpoint.FromBytes(bytes[..(stride - sizeof(ushort))], port), into) ? 1 : 0;
        }

        return true;
    }

    /// <summary>Adds an address unless nobody can be reached there.</summary>
    public static bool Take(Endpoint peer, List<Endpoint> into)
    {
        if (peer.Port == 0 || !IsOneHost(peer))
        {
            return false;
        }

        into.Add(peer);
        return true;
    }

    /// <summary>Writes those of one family, as many as there is room for; returns the bytes.</summary>
    public static int Write(Span<byte> destination, IReadOnlyList<Endpoint> peers, bool ipv4)
    {
        var written = 0;
        var stride = ipv4 ? StrideV4 : StrideV6;
        foreach (var peer in peers)
        {
            if (peer.IsIPv4 == ipv4 && written + stride <= destination.Length)
            {
                written += peer.WriteAddress(destination[written..]);
                BinaryPrimitives.WriteUInt16BigEndian(destination[written..], peer.Port);
                written += sizeof(ushort);
            }
        }

        return written;
    }

    // Dialling 0.0.0.0 or :: reaches this very machine on Linux; multicast, and broadcast above it, is nobody's alone.
    private static bool IsOneHost(Endpoint peer)
    {
        Span<byte> address = stackalloc byte[16];
        address = address[..peer.WriteAddress(address)];
        return address.ContainsAnyExcept((byte)0) && (peer.IsIPv4 ? address[0] is > 0 and < 224 or >= 240 and < 255 : address[0] != 0xff);
    }
}
