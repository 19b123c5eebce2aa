using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Shoal.Runtime;

namespace Shoal.Metainfo.Hashing;

/// <summary>SHA-1 (RFC 3174) of sixteen messages at once, a part of each at a time; see <see cref="Lanes"/>.</summary>
internal static unsafe class Sha1Lanes
{
    public const int StateWords = 5;

    // Truth tables for vpternlog: choose, parity and majority of three bits.
    private const byte Choose = 0xCA;
    private const byte Parity = 0x96;
    private const byte Majority = 0xE8;

    /// <summary>Makes <see cref="StateWords"/> registers the state of sixteen messages of which nothing was hashed yet.</summary>
    public static void Begin(Vector512<uint>* state)
    {
        state[0] = Vector512.Create(0x67452301u);
        state[1] = Vector512.Create(0xEFCDAB89u);
        state[2] = Vector512.Create(0x98BADCFEu);
        state[3] = Vector512.Create(0x10325476u);
        state[4] = Vector512.Create(0xC3D2E1F0u);
    }

    /// <summary>The next bytes of each message.</summary>
    /// <param name="state">What came before.</param>
    /// <param name="first">Those of the first message.</param>
    /// <param name="stride">Bytes from one message to the next.</param>
    /// <param name="length">Bytes of each message, a multiple of 64.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Append(Vector512<uint>* state, byte* first, nint stride, int length)
    {
        Invariant.Check(length % Lanes.BlockLength == 0);
        var memory = stackalloc byte[(2 * Lanes.BlockWords + 1) * Lanes.VectorLength];
        var words = Lanes.Align(memory);
        for (var offset = 0; offset < length; offset += Lanes.BlockLength)
        {
            Lanes.Load(first + offset, stride, words, words + Lanes.BlockWords);
            Compress(state, words);
        }
    }

    /// <summary>Ends the messages.</summary>
    /// <param name="state">All that came before.</param>
    /// <param name="length">Bytes of each message.</param>
    /// <param name="digests">Room for sixteen times 20 bytes.</param>
    [SkipLocalsInit]
    public static void Finish(Vector512<uint>* state, long length, Span<byte> digests)
    {
        var memory = stackalloc byte[(Lanes.BlockWords + 1) * Lanes.VectorLength];
        var words = Lanes.Align(memory);
        Lanes.Pad(words, length);
        Compress(state, words);
        Lanes.Store(state, StateWords, digests);
    }

    /// <summary>One block. Its sixteen words and the state stay in registers, of which there are 32: through memory each word would wait for a store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Vector512<uint>* state, Vector512<uint>* w)
    {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        var (w0, w1, w2, w3, w4, w5, w6, w7) = (w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
        var (w8, w9, w10, w11, w12, w13, w14, w15) = (w[8], w[9], w[10], w[11], w[12], w[13], w[14], w[15]);

        var k = Vector512.Create(0x5A827999u);
        Four(ref a, ref b, ref c, ref d, ref e, w0, w1, w2, w3, k, Choose);
        Four(ref b, ref c, ref d, ref e, ref a, w4, w5, w6, w7, k, Choose);
        Four(ref c, ref d, ref e, ref a, ref b, w8, w9, w10, w11, k, Choose);
        Four(ref d, ref e, ref a, ref b, ref c, w12, w13, w14, w15, k, Choose);
        Next(ref w0, ref w1, ref w2, ref w3, ref w4, ref w5, ref w6, ref w7, ref w8, ref w9, ref w10, ref w11, ref w12, ref w13, ref w14, ref w15);
        Four(ref e, ref a, ref b, ref c, ref d, w0, w1, w2, w3, k, Choose);

        k = Vector512.Create(0x6ED9EBA1u);
        Four(ref a, ref b, ref c, ref d, ref e, w4, w5, w6, w7, k, Parity);
        Four(ref b, ref c, ref d, ref e, ref a, w8, w9, w10, w11, k, Parity);
        Four(ref c, ref d, ref e, ref a, ref b, w12, w13, w14, w15, k, Parity);
        Next(ref w0, ref w1, ref w2, ref w3, ref w4, ref w5, ref w6, ref w7, ref w8, ref w9, ref w10, ref w11, ref w12, ref w13, ref w14, ref w15);
        Four(ref d, ref e, ref a, ref b, ref c, w0, w1, w2, w3, k, Parity);
        Four(ref e, ref a, ref b, ref c, ref d, w4, w5, w6, w7, k, Parity);

        k = Vector512.Create(0x8F1BBCDCu);
        Four(ref a, ref b, ref c, ref d, ref e, w8, w9, w10, w11, k, Majority);
        Four(ref b, ref c, ref d, ref e, ref a, w12, w13, w14, w15, k, Majority);
        Next(ref w0, ref w1, ref w2, ref w3, ref w4, ref w5, ref w6, ref w7, ref w8, ref w9, ref w10, ref w11, ref w12, ref w13, ref w14, ref w15);
        Four(ref c, ref d, ref e, ref a, ref b, w0, w1, w2, w3, k, Majority);
        Four(ref d, ref e, ref a, ref b, ref c, w4, w5, w6, w7, k, Majority);
        Four(ref e, ref a, ref b, ref c, ref d, w8, w9, w10, w11, k, Majority);

        k = Vector512.Create(0xCA62C1D6u);
        Four(ref a, ref b, ref c, ref d, ref e, w12, w13, w14, w15, k, Parity);
        Next(ref w0, ref w1, ref w2, ref w3, ref w4, ref w5, ref w6, ref w7, ref w8, ref w9, ref w10, ref w11, ref w12, ref w13, ref w14, ref w15);
        Four(ref b, ref c, ref d, ref e, ref a, w0, w1, w2, w3, k, Parity);
        Four(ref c, ref d, ref e, ref a, ref b, w4, w5, w6, w7, k, Parity);
        Four(ref d, ref e, ref a, ref b, ref c, w8, w9, w10, w11, k, Parity);
        Four(ref e, ref a, ref b, ref c, ref d, w12, w13, w14, w15, k, Parity);

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    // Four rounds; the roles of the five variables move on instead of their values. What the round before made is added last: the rest does not wait for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Four(
        ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d, ref Vector512<uint> e,
        Vector512<uint> w0, Vector512<uint> w1, Vector512<uint> w2, Vector512<uint> w3, Vector512<uint> k, [ConstantExpected] byte f)
    {
        e = e + (w0 + k) + Avx512F.TernaryLogic(b, c, d, f) + Avx512F.RotateLeft(a, 5);
        b = Avx512F.RotateLeft(b, 30);
        d = d + (w1 + k) + Avx512F.TernaryLogic(a, b, c, f) + Avx512F.RotateLeft(e, 5);
        a = Avx512F.RotateLeft(a, 30);
        c = c + (w2 + k) + Avx512F.TernaryLogic(e, a, b, f) + Avx512F.RotateLeft(d, 5);
        e = Avx512F.RotateLeft(e, 30);
        b = b + (w3 + k) + Avx512F.TernaryLogic(d, e, a, f) + Avx512F.RotateLeft(c, 5);
        d = Avx512F.RotateLeft(d, 30);
    }

    // The next sixteen words of the schedule, each in the place of the one sixteen before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(
        ref Vector512<uint> w0, ref Vector512<uint> w1, ref Vector512<uint> w2, ref Vector512<uint> w3,
        ref Vector512<uint> w4, ref Vector512<uint> w5, ref Vector512<uint> w6, ref Vector512<uint> w7,
        ref Vector512<uint> w8, ref Vector512<uint> w9, ref Vector512<uint> w10, ref Vector512<uint> w11,
        ref Vector512<uint> w12, ref Vector512<uint> w13, ref Vector512<uint> w14, ref Vector512<uint> w15)
    {
        w0 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w13, w8, w2, Parity) ^ w0, 1);
        w1 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w14, w9, w3, Parity) ^ w1, 1);
        w2 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w15, w10, w4, Parity) ^ w2, 1);
        w3 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w0, w11, w5, Parity) ^ w3, 1);
        w4 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w1, w12, w6, Parity) ^ w4, 1);
        w5 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w2, w13, w7, Parity) ^ w5, 1);
        w6 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w3, w14, w8, Parity) ^ w6, 1);
        w7 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w4, w15, w9, Parity) ^ w7, 1);
        w8 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w5, w0, w10, Parity) ^ w8, 1);
        w9 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w6, w1, w11, Parity) ^ w9, 1);
        w10 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w7, w2, w12, Parity) ^ w10, 1);
        w11 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w8, w3, w13, Parity) ^ w11, 1);
        w12 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w9, w4, w14, Parity) ^ w12, 1);
        w13 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w10, w5, w15, Parity) ^ w13, 1);
        w14 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w11, w6, w0, Parity) ^ w14, 1);
        w15 = Avx512F.RotateLeft(Avx512F.TernaryLogic(w12, w7, w1, Parity) ^ w15, 1);
    }
}
