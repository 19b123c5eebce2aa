using System.Net;

namespace Shoal.Runtime;

/// <summary>Addresses as strangers write them into headers and queries: "1.2.3.4", "2001:db8::1" or "[2001:db8::1]", and perhaps a port behind them.</summary>
public static class AddressText
{
    /// <summary>The longest: an IPv6 address that ends in one of IPv4, brackets and a port.</summary>
    private const int Longest = 53;

    /// <summary>Reads one; the port is 0 where there is none. An IPv4 address only in plain decimal, since "010.0.0.1" is another address to each reader; no names, no scopes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out Endpoint endpoint)
    {
        endpoint = default;
        if (text.Length > Longest)
        {
            return false;
        }

        var host = text;
        var isBracketed = text is [(byte)'[', ..];
        var end = isBracketed ? text.IndexOf((byte)']') : text.Count((byte)':') == 1 ? text.IndexOf((byte)':') : text.Length;
        if (end < 0)
        {
            return false;
        }

        host = isBracketed ? text[1..end] : text[..end];
        var rest = text[(isBracketed ? end + 1 : end)..];
        if (!TryPort(rest, out var port))
        {
            return false;
        }

        return host.Contains((byte)':') ? TryV6(host, port, out endpoint) : !isBracketed && TryV4(host, port, out endpoint);
    }

    private static bool TryPort(ReadOnlySpan<byte> text, out ushort port)
    {
        port = 0;
        return text.IsEmpty || (text is [(byte)':', .. var digits] && TryDecimal(digits, ushort.MaxValue, out port));
    }

    private static bool TryV4(ReadOnlySpan<byte> host, ushort port, out Endpoint endpoint)
    {
        endpoint = default;
        Span<byte> address = stackalloc byte[4];
        for (var i = 0; i < address.Length; i++)
        {
            var dot = i < 3 ? host.IndexOf((byte)'.') : host.Length;
            if (dot < 0 || !TryDecimal(host[..dot], byte.MaxValue, out var value))
            {
                return false;
            }

            address[i] = (byte)value;
            host = host[Math.Min(dot + 1, host.Length)..];
        }

        endpoint = Endpoint.FromBytes(address, port);
        return true;
    }

    private static bool TryV6(ReadOnlySpan<byte> host, ushort port, out Endpoint endpoint)
    {
        endpoint = default;
        Span<char> text = stackalloc char[Longest];
        for (var i = 0; i < host.Length; i++)
        {
            if (!char.IsAsciiHexDigit((char)host[i]) && host[i] is not ((byte)':' or (byte)'.'))
            {
                return false;
            }

            text[i] = (char)host[i];
        }

        if (!IPAddress.TryParse(text[..host.Length], out var address))
        {
            return false;
        }

        endpoint = Endpoint.From(address, port);
        return true;
    }

    private static bool TryDecimal(ReadOnlySpan<byte> digits, int most, out ushort value)
    {
        value = 0;
        if (digits.Length is 0 or > 5 || (digits[0] == '0' && digits.Length > 1))
        {
            return false;
        }

        var sum = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            sum = 10 * sum + digit - '0';
        }

        value = (ushort)sum;
        return sum <= most;
    }
}
