using System.Text;

namespace Shoal.TrackerServer.Http;

/// <summary>One request of HTTP/1 as far as a tracker needs it (RFC 9112): a GET without a body.</summary>
internal readonly ref struct HttpRequest
{
    private HttpRequest(ReadOnlySpan<byte> target, bool keepAlive)
    {
        Target = target;
        KeepAlive = keepAlive;
    }

    /// <summary>Path and query as they came.</summary>
    public ReadOnlySpan<byte> Target { get; }

    /// <summary>False where the connection ends with the answer.</summary>
    public bool KeepAlive { get; }

    /// <summary>Reads the request at the beginning. Returns <see cref="HttpStatus.Ok"/> with the bytes that it took, 0 when more must come; or why it is refused.</summary>
    public static HttpStatus Read(ReadOnlySpan<byte> received, out HttpRequest request, out int used)
    {
        request = default;
        used = 0;
        var at = 0;
        ReadOnlySpan<byte> target = default;
        var keepAlive = false;
        var status = HttpStatus.Ok;
        while (status == HttpStatus.Ok && TryLine(received, ref at, out var line))
        {
            if (!line.IsEmpty)
            {
                status = target.IsEmpty ? ReadFirst(line, out target, out keepAlive) : ReadHeader(line, ref keepAlive);
            }
            else if (!target.IsEmpty)
            {
                request = new HttpRequest(target, keepAlive);
                used = at;
                break;
            }
        }

        // What never ends is refused before its end.
        return used == 0 && status == HttpStatus.Ok && received.Length >= Limits.RequestLength ? HttpStatus.HeadersTooLarge : status;
    }

    // A bare line feed ends a line as well (RFC 9112, 2.2).
    private static bool TryLine(ReadOnlySpan<byte> received, scoped ref int at, out ReadOnlySpan<byte> line)
    {
        var rest = received[at..];
        var end = rest.IndexOf((byte)'\n');
        line = end < 0 ? default : rest[..end];
        at += end + 1;
        line = line is [.., (byte)'\r'] ? line[..^1] : line;
        return end >= 0;
    }

    private static HttpStatus ReadFirst(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> target, out bool keepAlive)
    {
        target = default;
        keepAlive = line.EndsWith(" HTTP/1.1"u8);
        if (!keepAlive && !line.EndsWith(" HTTP/1.0"u8))
        {
            return HttpStatus.BadRequest;
        }

        line = line[..^" HTTP/1.1".Length];
        var method = line.IndexOf((byte)' ');
        if (method <= 0)
        {
            return HttpStatus.BadRequest;
        }

        target = PathOf(line[(method + 1)..]);
        return target.IsEmpty || target.Contains((byte)' ') ? HttpStatus.BadRequest : line[..method].SequenceEqual("GET"u8) ? HttpStatus.Ok : HttpStatus.MethodNotAllowed;
    }

    // "http://host/path" is how one asks a proxy, and every server takes it too (RFC 9112, 3.2.2).
    private static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        if (!target.StartsWith("http://"u8))
        {
            return target is [(byte)'/', ..] ? target : default;
        }

        var path = target["http://".Length..].IndexOf((byte)'/');
        return path < 0 ? default : target[("http://".Length + path)..];
    }

    private static HttpStatus ReadHeader(ReadOnlySpan<byte> line, ref bool keepAlive)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            return HttpStatus.BadRequest;
        }

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "connection"u8))
        {
            keepAlive = Ascii.EqualsIgnoreCase(value, "keep-alive"u8) || (keepAlive && !Ascii.EqualsIgnoreCase(value, "close"u8));
        }

        // A body would be read as the next request; no client of a tracker sends one.
        var hasBody = Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8) || (Ascii.EqualsIgnoreCase(name, "content-length"u8) && !value.SequenceEqual("0"u8));
        return hasBody ? HttpStatus.BadRequest : HttpStatus.Ok;
    }
}
