using System.Buffers.Binary;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;

namespace Shoal.Peers.Tests;

/// <summary>Messages as BEP 3 lays them out, written the plain way.</summary>
internal static class Wires
{
    public static readonly Handshake Theirs = new(default, default, Fast: true, Extended: true, V2: false);

    public static byte[] Message(int id, params byte[] payload) => [.. Number(payload.Length + 1), (byte)id, .. payload];

    public static byte[] Have(int piece) => Message(4, Number(piece));

    public static byte[] Request(int id, BlockRequest r) => Message(id, [.. Number(r.Piece.Value), .. Number(r.Begin), .. Number(r.Length)]);

    public static byte[] Piece(BlockRequest r, byte[] block) => Message(7, [.. Number(r.Piece.Value), .. Number(r.Begin), .. block]);

    /// <summary>Hash request (21), hashes (22) or hash reject (23) of BEP 52.</summary>
    public static byte[] Hash(int id, HashRequest r, params byte[] hashes) =>
        Message(id, [.. r.PiecesRoot.Span, .. Number(r.BaseLayer), .. Number(r.Index), .. Number(r.Length), .. Number(r.ProofLayers), .. hashes]);

    public static BlockRequest Block(int piece, int begin, int length) => new(new PieceIndex(piece), begin, length);

    public static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Random(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
