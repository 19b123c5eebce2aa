using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Shoal.Runtime;

/// <summary>SipHash-2-4: a keyed hash that nobody can guess without the key, of 24 bytes in some 15 ns. For tokens that prove an address, and for keys that strangers must not make fall together.</summary>
public readonly struct SipHash
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 16;

    private const int Length = 24;

    private readonly ulong _k0;
    private readonly ulong _k1;

    /// <summary>Takes the 16 bytes of a key.</summary>
    public SipHash(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        _k0 = BinaryPrimitives.ReadUInt64LittleEndian(key);
        _k1 = BinaryPrimitives.ReadUInt64LittleEndian(key[8..]);
    }

    /// <summary>The hash of three words, each 8 bytes from the least significant on.</summary>
    public ulong Of(ulong a, ulong b, ulong c)
    {
        var state = new State(_k0, _k1);
        state.Take(a);
        state.Take(b);
        state.Take(c);
        state.Take((ulong)Length << 56);
        return state.End();
    }

    /// <summary>The hash of any bytes.</summary>
    public ulong Of(ReadOnlySpan<byte> bytes)
    {
        var state = new State(_k0, _k1);
        var last = (ulong)bytes.Length << 56;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            state.Take(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            last |= (ulong)bytes[i] << (8 * i);
        }

        state.Take(last);
        return state.End();
    }

    private struct State(ulong k0, ulong k1)
    {
        private ulong _v0 = k0 ^ 0x736f6d6570736575;
        private ulong _v1 = k1 ^ 0x646f72616e646f6d;
        private ulong _v2 = k0 ^ 0x6c7967656e657261;
        private ulong _v3 = k1 ^ 0x7465646279746573;

        public void Take(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public ulong End()
        {
            _v2 ^= 0xff;
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Round()
        {
            _v0 += _v1;
            _v2 += _v3;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v1;
            _v0 += _v3;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
