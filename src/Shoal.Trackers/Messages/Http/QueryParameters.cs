using System.Buffers.Text;
using System.Text;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Http;

/// <summary>The "name=value" pairs of a query string, one after the other, as they stand there.</summary>
internal ref struct QueryParameters(ReadOnlySpan<byte> query)
{
    private ReadOnlySpan<byte> _rest = query;

    /// <summary>The name of the pair at hand.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Its value, still escaped; empty where there is no "=".</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes on to the next pair.</summary>
    public bool MoveNext()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var end = _rest.IndexOf((byte)'&');
        var pair = end < 0 ? _rest : _rest[..end];
        _rest = end < 0 ? default : _rest[(end + 1)..];
        var equals = pair.IndexOf((byte)'=');
        Name = equals < 0 ? pair : pair[..equals];
        Value = equals < 0 ? default : pair[(equals + 1)..];
        return true;
    }

    /// <summary>True where the value is exactly so many bytes.</summary>
    public readonly bool TryBytes(Span<byte> destination) => PercentEncoding.TryUnescape(Value, destination, out var length) && length == destination.Length;

    /// <summary>True for a whole number: -1 for any that is negative, the greatest there is for any that is too great.</summary>
    public readonly bool TryAmount(out long amount)
    {
        var digits = Value is [(byte)'-', ..] ? Value[1..] : Value;
        amount = -1;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        if (digits.Length == Value.Length)
        {
            amount = Utf8Parser.TryParse(digits, out long value, out _) ? value : long.MaxValue;
        }

        return true;
    }

    /// <summary>The value for a sentence: printable and cut.</summary>
    public readonly string Shown => ShownText.Of(Value, Limits.TextLength) ?? "nothing";

    /// <summary>The value as text of one character for each byte; null where it is broken or longer.</summary>
    public readonly string? Latin(int most)
    {
        Span<byte> bytes = stackalloc byte[most];
        return PercentEncoding.TryUnescape(Value, bytes, out var length) ? Encoding.Latin1.GetString(bytes[..length]) : null;
    }

    /// <summary>The value as an address, perhaps with a port; the default where it is none: it may be a name (BEP 3), and nobody looks up names for strangers.</summary>
    public readonly Endpoint Address()
    {
        Span<byte> bytes = stackalloc byte[Limits.AddressClaimLength];
        return PercentEncoding.TryUnescape(Value, bytes, out var length) && AddressText.TryRead(bytes[..length], out var address) ? address : default;
    }

    /// <summary>Why the value is no info-hash, for its sender.</summary>
    public readonly string WhyNoHash()
    {
        Span<byte> v2 = stackalloc byte[Limits.WholeV2Hash];
        return TryBytes(v2) ? "info_hash has 32 bytes: of a v2 hash a tracker is told the first 20 (BEP 52)" : "info_hash is not 20 bytes, percent-encoded";
    }
}
