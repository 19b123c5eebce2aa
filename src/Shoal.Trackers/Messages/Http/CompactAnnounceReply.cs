using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Http;

/// <summary>
/// The answer to an announce in the compact form (BEP 3, 7, 23, 24), of peers that are in that form already. Nearly all that a tracker says is such an answer, so no object is made for it;
/// for the same fields <see cref="HttpReplyWriter.WriteCompact"/> writes the same.
/// </summary>
public readonly ref struct CompactAnnounceReply
{
    /// <summary>Bytes of all keys, numbers and lengths, and of the external address.</summary>
    private const int FieldsLength = 256;

    /// <summary>Peers with the whole.</summary>
    public required int Seeders { get; init; }

    /// <summary>Peers that still fetch.</summary>
    public required int Leechers { get; init; }

    /// <summary>Seconds until the next announce.</summary>
    public required int Interval { get; init; }

    /// <summary>Seconds that pass before one at least.</summary>
    public required int MinInterval { get; init; }

    /// <summary>Who asked, as the tracker sees it; the port does not count.</summary>
    public required Endpoint External { get; init; }

    /// <summary>Peers of 6 bytes each.</summary>
    public required ReadOnlySpan<byte> IPv4 { get; init; }

    /// <summary>Peers of 18 bytes each; the key is left out where there are none.</summary>
    public required ReadOnlySpan<byte> IPv6 { get; init; }

    /// <summary>What the client's user should know; null for nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>Writes the body, keys in their order.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> address = stackalloc byte[16];
        var room = output.GetSpan(FieldsLength + IPv4.Length + IPv6.Length + Encoding.UTF8.GetMaxByteCount(Warning?.Length ?? 0));
        var at = 0;
        Put(room, ref at, "d8:complete"u8, Seeders);
        Put(room, ref at, "11:external ip"u8, address[..External.WriteAddress(address)]);
        Put(room, ref at, "10:incomplete"u8, Leechers);
        Put(room, ref at, "8:interval"u8, Interval);
        Put(room, ref at, "12:min interval"u8, MinInterval);
        Put(room, ref at, "5:peers"u8, IPv4);
        if (!IPv6.IsEmpty)
        {
            Put(room, ref at, "6:peers6"u8, IPv6);
        }

        if (Warning is not null)
        {
            Put(room, ref at, "15:warning message"u8, Encoding.UTF8.GetBytes(Warning));
        }

        Put(room, ref at, "e"u8);
        output.Advance(at);
    }

    private static void Put(Span<byte> room, ref int at, ReadOnlySpan<byte> key, int number)
    {
        Put(room, ref at, key);
        Put(room, ref at, "i"u8);
        Digits(room, ref at, number);
        Put(room, ref at, "e"u8);
    }

    private static void Put(Span<byte> room, ref int at, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Put(room, ref at, key);
        Digits(room, ref at, value.Length);
        Put(room, ref at, ":"u8);
        Put(room, ref at, value);
    }

    private static void Put(Span<byte> room, ref int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(room[at..]);
        at += bytes.Length;
    }

    private static void Digits(Span<byte> room, ref int at, int number)
    {
        Utf8Formatter.TryFormat(number, room[at..], out var digits);
        at += digits;
    }
}
