using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Shoal.Net.Naming;

/// <summary>Domain names on the wire (RFC 1035 §3.1, §4.1.4): labels, and pointers to where the rest stands.</summary>
internal static class DnsName
{
    private const int MostLabel = 63;
    private const int MostName = 253;
    private const int PointerMark = 0xc0;

    /// <summary>Reads a name at a place of the message, in lower case and without a final dot; moves behind it.</summary>
    /// <remarks>Each pointer must lead before the place that the last one led to, so a loop cannot be.</remarks>
    public static bool TryRead(ReadOnlySpan<byte> message, ref int at, [NotNullWhen(true)] out string? name)
    {
        name = null;
        var text = new StringBuilder();
        var (place, start, jumped) = (at, at, false);
        while (place < message.Length)
        {
            int length = message[place];
            if ((length & PointerMark) == PointerMark)
            {
                if (place + 1 >= message.Length)
                {
                    return false;
                }

                var target = ((length & ~PointerMark) << 8) | message[place + 1];
                at = jumped ? at : place + 2;
                if (target >= start)
                {
                    return false;
                }

                (place, start, jumped) = (target, target, true);
                continue;
            }

            place++;
            if (length == 0)
            {
                at = jumped ? at : place;
                name = text.ToString();
                return true;
            }

            if (length > MostLabel || place + length > message.Length || text.Length + length + 1 > MostName + 1
                || !TryAppend(text, message.Slice(place, length)))
            {
                return false;
            }

            place += length;
        }

        return false;
    }

    /// <summary>Writes a name; returns its length, or 0 where it is none.</summary>
    public static int Write(string name, Span<byte> destination)
    {
        if (name.Length is 0 or > MostName || destination.Length < name.Length + 2 || !Ascii.IsValid(name))
        {
            return 0;
        }

        var at = 0;
        foreach (var label in name.AsSpan().Split('.'))
        {
            var text = name.AsSpan()[label];
            if (text.Length is 0 or > MostLabel)
            {
                return 0;
            }

            destination[at++] = (byte)text.Length;
            at += Encoding.ASCII.GetBytes(text, destination[at..]);
        }

        destination[at++] = 0;
        return at;
    }

    private static bool TryAppend(StringBuilder text, ReadOnlySpan<byte> label)
    {
        if (text.Length > 0)
        {
            text.Append('.');
        }

        foreach (var b in label)
        {
            // Host names have no others; a dot within a label would make two names look the same.
            if (b is <= 0x20 or >= 0x7f or (byte)'.')
            {
                return false;
            }

            text.Append(char.ToLowerInvariant((char)b));
        }

        return true;
    }
}
