using System.Buffers.Binary;
using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Uploads;

/// <summary>BEP 6, "allowed fast set generation": pieces that follow from a peer's /24 and the torrent, so that every client grants the same.</summary>
internal static class AllowedFastSet
{
    /// <summary>The set for this peer; empty for IPv6, for which BEP 6 defines none.</summary>
    public static List<PieceIndex> Of(Endpoint peer, Sha1Hash infoHash, int pieceCount, int size)
    {
        var set = new List<PieceIndex>();
        if (!peer.IsIPv4)
        {
            return set;
        }

        Span<byte> x = stackalloc byte[4 + Sha1Hash.Length];
        peer.WriteAddress(x);
        x[3] = 0;
        infoHash.Span.CopyTo(x[4..]);
        Span<byte> hash = stackalloc byte[Sha1Hash.Length];
        Span<byte> previous = stackalloc byte[Sha1Hash.Length];
        SHA1.HashData(x, hash);
        while (set.Count < Math.Min(size, pieceCount))
        {
            for (var i = 0; i < hash.Length && set.Count < Math.Min(size, pieceCount); i += 4)
            {
                var piece = new PieceIndex((int)(BinaryPrimitives.ReadUInt32BigEndian(hash[i..]) % (uint)pieceCount));
                if (!set.Contains(piece))
                {
                    set.Add(piece);
                }
            }

            hash.CopyTo(previous);
            SHA1.HashData(previous, hash);
        }

        return set;
    }
}
