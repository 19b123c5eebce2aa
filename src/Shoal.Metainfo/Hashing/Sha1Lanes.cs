using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Shoal.Runtime;

namespace Shoal.Metainfo.Hashing;

/// <summary>SHA-1 (RFC 3174) of sixteen messages at once; see <see cref="Lanes"/>.</summary>
internal static unsafe class Sha1Lanes
{
    private const int StateWords = 5;

    // Truth tables for vpternlog: choose, parity and majority of three bits.
    private const byte Choose = 0xCA;
    private const byte Parity = 0x96;
    private const byte Majority = 0xE8;

    /// <summary>Hashes sixteen messages that lie one after another.</summary>
    /// <param name="data">Sixteen times <paramref name="length"/> bytes.</param>
    /// <param name="length">Bytes of each message, a multiple of 64.</param>
    /// <param name="digests">Room for sixteen times 20 bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Hash(ReadOnlySpan<byte> data, int length, Span<byte> digests)
    {
        Invariant.Check(length % Lanes.BlockLength == 0 && data.Length == length * Lanes.Count);
        var state = stackalloc Vector512<uint>[StateWords];
        state[0] = Vector512.Create(0x67452301u);
        state[1] = Vector512.Create(0xEFCDAB89u);
        state[2] = Vector512.Create(0x98BADCFEu);
        state[3] = Vector512.Create(0x10325476u);
        state[4] = Vector512.Create(0xC3D2E1F0u);
        var words = stackalloc Vector512<uint>[Lanes.BlockWords];
        fixed (byte* first = data)
        {
            for (var offset = 0; offset < length; offset += Lanes.BlockLength)
            {
                Lanes.Load(first + offset, length, words);
                Compress(state, words);
            }
        }

        Lanes.Pad(words, length);
        Compress(state, words);
        Lanes.Store(state, StateWords, digests);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compress(Vector512<uint>* state, Vector512<uint>* words)
    {
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4]);
        for (var t = 0; t < 20; t += 5)
        {
            Five(ref a, ref b, ref c, ref d, ref e, words, t, Vector512.Create(0x5A827999u), Choose);
        }

        for (var t = 20; t < 40; t += 5)
        {
            Five(ref a, ref b, ref c, ref d, ref e, words, t, Vector512.Create(0x6ED9EBA1u), Parity);
        }

        for (var t = 40; t < 60; t += 5)
        {
            Five(ref a, ref b, ref c, ref d, ref e, words, t, Vector512.Create(0x8F1BBCDCu), Majority);
        }

        for (var t = 60; t < 80; t += 5)
        {
            Five(ref a, ref b, ref c, ref d, ref e, words, t, Vector512.Create(0xCA62C1D6u), Parity);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
    }

    // After five rounds each variable has been each of the five, so that none is moved.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Five(
        ref Vector512<uint> a, ref Vector512<uint> b, ref Vector512<uint> c, ref Vector512<uint> d, ref Vector512<uint> e,
        Vector512<uint>* words, int t, Vector512<uint> k, [ConstantExpected] byte f)
    {
        Round(a, ref b, c, d, ref e, Word(words, t), k, f);
        Round(e, ref a, b, c, ref d, Word(words, t + 1), k, f);
        Round(d, ref e, a, b, ref c, Word(words, t + 2), k, f);
        Round(c, ref d, e, a, ref b, Word(words, t + 3), k, f);
        Round(b, ref c, d, e, ref a, Word(words, t + 4), k, f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        Vector512<uint> a, ref Vector512<uint> b, Vector512<uint> c, Vector512<uint> d, ref Vector512<uint> e,
        Vector512<uint> word, Vector512<uint> k, [ConstantExpected] byte f)
    {
        e = e + Avx512F.RotateLeft(a, 5) + Avx512F.TernaryLogic(b, c, d, f) + (word + k);
        b = Avx512F.RotateLeft(b, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Word(Vector512<uint>* words, int t)
    {
        if (t < Lanes.BlockWords)
        {
            return words[t];
        }

        var mixed = Avx512F.TernaryLogic(words[(t - 3) & 15], words[(t - 8) & 15], words[(t - 14) & 15], Parity) ^ words[t & 15];
        return words[t & 15] = Avx512F.RotateLeft(mixed, 1);
    }
}
