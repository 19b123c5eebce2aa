using System.Buffers.Binary;
using System.Security.Cryptography;
using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>
/// The tokens of BEP 5, that nobody keeps: a keyed hash of the address and the info-hash. Who sends one back has received it, so it announces itself and nobody else, and only what it
/// asked for. Ports do not matter: what is proven is the address, and NATs change ports.
/// </summary>
/// <param name="secrets">A key for each period; the one before is good still, so a token lives 5 minutes at least and 10 at most.</param>
internal sealed class Tokens(ISecrets secrets)
{
    /// <summary>Bytes of a token: nobody guesses one of 2^64 within minutes.</summary>
    public const int Length = sizeof(ulong);

    private SipHash _current;
    private SipHash _previous;

    /// <summary>The period that <see cref="_current"/> belongs to; -2, which no other follows, before the first.</summary>
    private long _period = -2;

    /// <summary>Writes the token of an address for an info-hash.</summary>
    public void Write(Span<byte> destination, Endpoint from, NodeId target, TimeSpan now)
    {
        Turn(now);
        Write(destination, _current, from, target);
    }

    /// <summary>True for a token that this address was given for this info-hash in this period or in the one before.</summary>
    public bool IsValid(ReadOnlySpan<byte> token, Endpoint from, NodeId target, TimeSpan now)
    {
        Turn(now);
        Span<byte> current = stackalloc byte[Length];
        Span<byte> previous = stackalloc byte[Length];
        Write(current, _current, from, target);
        Write(previous, _previous, from, target);
        return CryptographicOperations.FixedTimeEquals(token, current) | CryptographicOperations.FixedTimeEquals(token, previous);
    }

    private static void Write(Span<byte> destination, in SipHash hash, Endpoint from, NodeId target)
    {
        var (high, low) = from.AddressBits;
        BinaryPrimitives.WriteUInt64BigEndian(destination, hash.Of(high, low, hash.Of(target)));
    }

    private void Turn(TimeSpan now)
    {
        var period = now.Ticks / Limits.TokenPeriod.Ticks;
        if (period == _period)
        {
            return;
        }

        _previous = period == _period + 1 ? _current : NewHash();
        _current = NewHash();
        _period = period;
    }

    private SipHash NewHash()
    {
        Span<byte> key = stackalloc byte[SipHash.KeyLength];
        secrets.Fill(key);
        return new SipHash(key);
    }
}
