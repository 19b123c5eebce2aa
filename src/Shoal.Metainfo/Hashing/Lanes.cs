using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Shoal.Metainfo.Hashing;

/// <summary>
/// Sixteen messages of equal length hashed at once, one in each 32-bit lane of AVX-512 registers. A single SHA runs at the
/// latency of its chain of rounds, even with the SHA instructions; pieces and leaves do not depend on each other, so that
/// lanes fill the gaps (docs/performance.md has the rates). Elsewhere OpenSSL does the work.
/// </summary>
internal static unsafe class Lanes
{
    public const int Count = 16;

    /// <summary>Words in a block of SHA-1 and SHA-256: 64 bytes.</summary>
    public const int BlockWords = 16;

    public const int BlockLength = 64;

    public static bool IsSupported => Avx512BW.IsSupported;

    /// <summary>Bytes of a register: what is aligned to it is never in two cache lines.</summary>
    public const int VectorLength = 64;

    /// <summary>The first whole register in memory that has room for one more than is needed.</summary>
    public static Vector512<uint>* Align(byte* memory) => (Vector512<uint>*)(((nuint)memory + VectorLength - 1) & ~(nuint)(VectorLength - 1));

    /// <summary>Reads one block of each message: afterwards <paramref name="words"/>[i] holds the i-th big-endian word of all sixteen.</summary>
    /// <param name="first">The block of the first message.</param>
    /// <param name="stride">Bytes from one message to the next.</param>
    /// <param name="words">Room for sixteen.</param>
    /// <param name="quads">Room for sixteen more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(byte* first, nint stride, Vector512<uint>* words, Vector512<uint>* quads)
    {
        var swap = Vector512.Create(Vector256.Create(
            Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12),
            Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)));

        // Four messages at a time: quads[4g + j] has, in its q-th 128 bits, word 4q + j of messages 4g to 4g + 3.
        for (var g = 0; g < 4; g++)
        {
            var from = first + 4 * g * stride;
            var a = Avx512BW.Shuffle(Vector512.Load(from), swap).AsUInt32();
            var b = Avx512BW.Shuffle(Vector512.Load(from + stride), swap).AsUInt32();
            var c = Avx512BW.Shuffle(Vector512.Load(from + 2 * stride), swap).AsUInt32();
            var d = Avx512BW.Shuffle(Vector512.Load(from + 3 * stride), swap).AsUInt32();
            var abLow = Avx512F.UnpackLow(a, b).AsUInt64();
            var abHigh = Avx512F.UnpackHigh(a, b).AsUInt64();
            var cdLow = Avx512F.UnpackLow(c, d).AsUInt64();
            var cdHigh = Avx512F.UnpackHigh(c, d).AsUInt64();
            quads[4 * g] = Avx512F.UnpackLow(abLow, cdLow).AsUInt32();
            quads[4 * g + 1] = Avx512F.UnpackHigh(abLow, cdLow).AsUInt32();
            quads[4 * g + 2] = Avx512F.UnpackLow(abHigh, cdHigh).AsUInt32();
            quads[4 * g + 3] = Avx512F.UnpackHigh(abHigh, cdHigh).AsUInt32();
        }

        // Then the 4 x 4 quarters are transposed: 0x88 takes the even quarters of both, 0xDD the odd ones.
        for (var j = 0; j < 4; j++)
        {
            var lowEven = Avx512F.Shuffle4x128(quads[j], quads[4 + j], 0x88);
            var lowOdd = Avx512F.Shuffle4x128(quads[j], quads[4 + j], 0xDD);
            var highEven = Avx512F.Shuffle4x128(quads[8 + j], quads[12 + j], 0x88);
            var highOdd = Avx512F.Shuffle4x128(quads[8 + j], quads[12 + j], 0xDD);
            words[j] = Avx512F.Shuffle4x128(lowEven, highEven, 0x88);
            words[4 + j] = Avx512F.Shuffle4x128(lowOdd, highOdd, 0x88);
            words[8 + j] = Avx512F.Shuffle4x128(lowEven, highEven, 0xDD);
            words[12 + j] = Avx512F.Shuffle4x128(lowOdd, highOdd, 0xDD);
        }
    }

    /// <summary>The last block of messages that end at a block: a one bit, zeros, the length in bits.</summary>
    public static void Pad(Vector512<uint>* words, long length)
    {
        new Span<Vector512<uint>>(words, BlockWords).Clear();
        words[0] = Vector512.Create(0x80000000u);
        words[14] = Vector512.Create((uint)((ulong)length * 8 >> 32));
        words[15] = Vector512.Create((uint)((ulong)length * 8));
    }

    /// <summary>Writes the digests one after another.</summary>
    public static void Store(Vector512<uint>* state, int stateWords, Span<byte> digests)
    {
        for (var lane = 0; lane < Count; lane++)
        {
            for (var i = 0; i < stateWords; i++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(digests[((lane * stateWords + i) * sizeof(uint))..], state[i][lane]);
            }
        }
    }
}
