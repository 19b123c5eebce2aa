using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Shoal.Runtime;

namespace Shoal.Metainfo.Hashing;

/// <summary>SHA-256 (RFC 6234) of sixteen messages at once; see <see cref="Lanes"/>.</summary>
internal static unsafe class Sha256Lanes
{
    private const int StateWords = 8;
    private const int Rounds = 64;

    // Truth tables for vpternlog: choose, parity and majority of three bits.
    private const byte Choose = 0xCA;
    private const byte Parity = 0x96;
    private const byte Majority = 0xE8;

    private static ReadOnlySpan<uint> Start =>
    [
        0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19,
    ];

    private static ReadOnlySpan<uint> RoundConstants =>
    [
        0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
        0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
        0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
        0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
        0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
        0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
        0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
        0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2,
    ];

    /// <summary>Hashes sixteen messages.</summary>
    /// <param name="first">The first message.</param>
    /// <param name="stride">Bytes from one message to the next.</param>
    /// <param name="length">Bytes of each message, a multiple of 64.</param>
    /// <param name="digests">Room for sixteen times 32 bytes.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(byte* first, nint stride, int length, Span<byte> digests)
    {
        Invariant.Check(length % Lanes.BlockLength == 0);
        var memory = stackalloc byte[(StateWords + 2 * Lanes.BlockWords + 1) * Lanes.VectorLength];
        var state = Lanes.Align(memory);
        var words = state + StateWords;
        for (var i = 0; i < StateWords; i++)
        {
            state[i] = Vector512.Create(Start[i]);
        }

        fixed (uint* constants = RoundConstants)
        {
            for (var offset = 0; offset < length; offset += Lanes.BlockLength)
            {
                Lanes.Load(first + offset, stride, words, words + Lanes.BlockWords);
                Compress(state, words, constants);
            }

            Lanes.Pad(words, length);
            Compress(state, words, constants);
        }

        Lanes.Store(state, StateWords, digests);
    }

    /// <summary>One block. Its sixteen words and the state stay in registers, of which there are 32: through memory each word would wait for a store.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Vector512<uint>* state, Vector512<uint>* w, uint* k)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        var (w0, w1, w2, w3, w4, w5, w6, w7) = (w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7]);
        var (w8, w9, w10, w11, w12, w13, w14, w15) = (w[8], w[9], w[10], w[11], w[12], w[13], w[14], w[15]);

        Eight(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, w0, w1, w2, w3, w4, w5, w6, w7, k);
        Eight(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, w8, w9, w10, w11, w12, w13, w14, w15, k + 8);
        for (var t = Lanes.BlockWords; t < Rounds; t += Lanes.BlockWords)
        {
            Next(ref w0, w1, w9, w14);
            Next(ref w1, w2, w10, w15);
            Next(ref w2, w3, w11, w0);
            Next(ref w3, w4, w12, w1);
            Next(ref w4, w5, w13, w2);
            Next(ref w5, w6, w14, w3);
            Next(ref w6, w7, w15, w4);
            Next(ref w7, w8, w0, w5);
            Eight(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, w0, w1, w2, w3, w4, w5, w6, w7, k + t);
            Next(ref w8, w9, w1, w6);
            Next(ref w9, w10, w2, w7);
            Next(ref w10, w11, w3, w8);
            Next(ref w11, w12, w4, w9);
            Next(ref w12, w13, w5, w10);
            Next(ref w13, w14, w6, w11);
            Next(ref w14, w15, w7, w12);
            Next(ref w15, w0, w8, w13);
            Eight(ref a, ref b, ref c, ref d, ref e, ref f, ref g, ref h, w8, w9, w10, w11, w12, w13, w14, w15, k + t + 8);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    // After eight rounds each variable has been each of the eight, so that none is moved.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Eight(
        ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d,
        ref Vector512<uint> e, ref Vector512<uint> f, ref Vector512<uint> g, ref Vector512<uint> h,
        Vector512<uint> w0, Vector512<uint> w1, Vector512<uint> w2, Vector512<uint> w3,
        Vector512<uint> w4, Vector512<uint> w5, Vector512<uint> w6, Vector512<uint> w7, uint* k)
    {
        Round(a, b, c, ref d, e, f, g, ref h, w0, k[0]);
        Round(h, a, b, ref c, d, e, f, ref g, w1, k[1]);
        Round(g, h, a, ref b, c, d, e, ref f, w2, k[2]);
        Round(f, g, h, ref a, b, c, d, ref e, w3, k[3]);
        Round(e, f, g, ref h, a, b, c, ref d, w4, k[4]);
        Round(d, e, f, ref g, h, a, b, ref c, w5, k[5]);
        Round(c, d, e, ref f, g, h, a, ref b, w6, k[6]);
        Round(b, c, d, ref e, f, g, h, ref a, w7, k[7]);
    }

    // What the round before made is added last: the rest does not wait for it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, ref Vector512<uint> d,
        Vector512<uint> e, Vector512<uint> f, Vector512<uint> g, ref Vector512<uint> h, Vector512<uint> word, uint k)
    {
        var sum1 = Avx512F.TernaryLogic(Avx512F.RotateRight(e, 6), Avx512F.RotateRight(e, 11), Avx512F.RotateRight(e, 25), Parity);
        var sum0 = Avx512F.TernaryLogic(Avx512F.RotateRight(a, 2), Avx512F.RotateRight(a, 13), Avx512F.RotateRight(a, 22), Parity);
        var first = h + (word + Vector512.Create(k)) + Avx512F.TernaryLogic(e, f, g, Choose) + sum1;
        d += first;
        h = first + sum0 + Avx512F.TernaryLogic(a, b, c, Majority);
    }

    // The word sixteen after the first takes its place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Next(ref Vector512<uint> word, Vector512<uint> after1, Vector512<uint> after9, Vector512<uint> after14)
    {
        var sigma0 = Avx512F.TernaryLogic(Avx512F.RotateRight(after1, 7), Avx512F.RotateRight(after1, 18), after1 >>> 3, Parity);
        var sigma1 = Avx512F.TernaryLogic(Avx512F.RotateRight(after14, 17), Avx512F.RotateRight(after14, 19), after14 >>> 10, Parity);
        word = word + after9 + sigma0 + sigma1;
    }
}
