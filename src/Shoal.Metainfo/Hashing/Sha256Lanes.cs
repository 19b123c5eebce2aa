using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Shoal.Runtime;

namespace Shoal.Metainfo.Hashing;

/// <summary>SHA-256 (RFC 6234) of sixteen messages at once; see <see cref="Lanes"/>.</summary>
internal static unsafe class Sha256Lanes
{
    private const int StateWords = 8;

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

    /// <summary>Hashes sixteen messages that lie one after another.</summary>
    /// <param name="data">Sixteen times <paramref name="length"/> bytes.</param>
    /// <param name="length">Bytes of each message, a multiple of 64.</param>
    /// <param name="digests">Room for sixteen times 32 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(ReadOnlySpan<byte> data, int length, Span<byte> digests)
    {
        Invariant.Check(length % Lanes.BlockLength == 0 && data.Length == length * Lanes.Count);
        var state = stackalloc Vector512<uint>[StateWords];
        for (var i = 0; i < StateWords; i++)
        {
            state[i] = Vector512.Create(Start[i]);
        }

        var words = stackalloc Vector512<uint>[Lanes.BlockWords];
        fixed (byte* first = data)
        fixed (uint* constants = RoundConstants)
        {
            for (var offset = 0; offset < length; offset += Lanes.BlockLength)
            {
                Lanes.Load(first + offset, length, words);
                Compress(state, words, constants);
            }

            Lanes.Pad(words, length);
            Compress(state, words, constants);
        }

        Lanes.Store(state, StateWords, digests);
    }

    // After eight rounds each variable has been each of the eight, so that none is moved.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Vector512<uint>* state, Vector512<uint>* words, uint* k)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < 64; t += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, Word(words, t), k[t]);
            Round(h, a, b, ref c, d, e, f, ref g, Word(words, t + 1), k[t + 1]);
            Round(g, h, a, ref b, c, d, e, ref f, Word(words, t + 2), k[t + 2]);
            Round(f, g, h, ref a, b, c, d, ref e, Word(words, t + 3), k[t + 3]);
            Round(e, f, g, ref h, a, b, c, ref d, Word(words, t + 4), k[t + 4]);
            Round(d, e, f, ref g, h, a, b, ref c, Word(words, t + 5), k[t + 5]);
            Round(c, d, e, ref f, g, h, a, ref b, Word(words, t + 6), k[t + 6]);
            Round(b, c, d, ref e, f, g, h, ref a, Word(words, t + 7), k[t + 7]);
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector512<uint> a, Vector512<uint> b, Vector512<uint> c, ref Vector512<uint> d,
        Vector512<uint> e, Vector512<uint> f, Vector512<uint> g, ref Vector512<uint> h, Vector512<uint> word, uint k)
    {
        var sum1 = Avx512F.TernaryLogic(Avx512F.RotateRight(e, 6), Avx512F.RotateRight(e, 11), Avx512F.RotateRight(e, 25), Parity);
        var sum0 = Avx512F.TernaryLogic(Avx512F.RotateRight(a, 2), Avx512F.RotateRight(a, 13), Avx512F.RotateRight(a, 22), Parity);
        var first = h + sum1 + Avx512F.TernaryLogic(e, f, g, Choose) + (word + Vector512.Create(k));
        d += first;
        h = first + sum0 + Avx512F.TernaryLogic(a, b, c, Majority);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Word(Vector512<uint>* words, int t)
    {
        if (t < Lanes.BlockWords)
        {
            return words[t];
        }

        var old = words[(t - 15) & 15];
        var late = words[(t - 2) & 15];
        var sigma0 = Avx512F.TernaryLogic(Avx512F.RotateRight(old, 7), Avx512F.RotateRight(old, 18), old >>> 3, Parity);
        var sigma1 = Avx512F.TernaryLogic(Avx512F.RotateRight(late, 17), Avx512F.RotateRight(late, 19), late >>> 10, Parity);
        return words[t & 15] += sigma0 + words[(t - 7) & 15] + sigma1;
    }
}
