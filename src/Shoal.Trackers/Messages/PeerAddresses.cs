using Shoal.Runtime;

namespace Shoal.Trackers.Messages;

/// <summary>Addresses and ports one behind the other, in network order (BEP 23, 7, 15).</summary>
internal static class PeerAddresses
{
    /// <summary>Takes what can be dialled, up to the limit; false where the bytes are no whole number of addresses.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, int stride, List<Endpoint> into)
    {
        if (bytes.Length % stride != 0)
        {
            return false;
        }

        for (var taken = 0; !bytes.IsEmpty && taken < Limits.PeersPerReply; bytes = bytes[stride..])
        {
            taken += Take(CompactEndpoint.Read(bytes[..stride]), into) ? 1 : 0;
        }

        return true;
    }

    /// <summary>Adds an address unless nobody can be reached there: dialling 0.0.0.0 or :: would reach this very machine on Linux.</summary>
    public static bool Take(Endpoint peer, List<Endpoint> into)
    {
        if (peer.Port == 0 || AddressKinds.Of(peer) == AddressKind.Unusable)
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
        var stride = ipv4 ? CompactEndpoint.LengthV4 : CompactEndpoint.LengthV6;
        foreach (var peer in peers)
        {
            if (peer.IsIPv4 == ipv4 && written + stride <= destination.Length)
            {
                written += CompactEndpoint.Write(destination[written..], peer);
            }
        }

        return written;
    }
}
