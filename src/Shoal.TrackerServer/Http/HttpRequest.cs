using System.Text;

namespace Shoal.TrackerServer.Http;

/// <summary>One request of HTTP/1 as far as a tracker needs it (RFC 9112): a GET without a body.</summary>
internal readonly ref struct HttpRequest
{
    private HttpRequest(ReadOnlySpan<byte> head, ReadOnlySpan<byte> target, Fields fields)
    {
        Head = head;
        Target = target;
        KeepAlive = fields.KeepAlive;
        AcceptsGzip = fields.Encoding.TakesGzip;
    }

    /// <summary>All of it, as it came.</summary>
    public ReadOnlySpan<byte> Head { get; }

    /// <summary>Path and query as they came.</summary>
    public ReadOnlySpan<byte> Target { get; }

    /// <summary>False where the connection ends with the answer.</summary>
    public bool KeepAlive { get; }

    /// <summary>True where the answer may be compressed.</summary>
    public bool AcceptsGzip { get; }

    /// <summary>Reads the request at the beginning. Returns <see cref="HttpStatus.Ok"/> with the bytes that it took, 0 when more must come; or why it is refused.</summary>
    public static HttpStatus Read(ReadOnlySpan<byte> received, out HttpRequest request, out int used)
    {
        request = default;
        used = 0;
        var at = 0;
        ReadOnlySpan<byte> target = default;
        var fields = new Fields();
        var status = HttpStatus.Ok;
        while (status == HttpStatus.Ok && TryLine(received, ref at, out var line))
        {
            if (!line.IsEmpty)
            {
                status = target.IsEmpty ? ReadFirst(line, out target, out fields.KeepAlive) : ReadHeader(line, ref fields);
            }
            else if (!target.IsEmpty)
            {
                request = new HttpRequest(received[..at], target, fields);
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

    private static HttpStatus ReadHeader(ReadOnlySpan<byte> line, ref Fields fields)
    {
        var colon = line.IndexOf((byte)':');
        // What one reader takes for a name and another for none is how requests are smuggled past a proxy (RFC 9112, 5.1).
        if (colon <= 0 || line[..colon].ContainsAny(" \t"u8))
        {
            return HttpStatus.BadRequest;
        }

        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        // Few begin with these letters, and most clients send half a dozen that are of no use here.
        switch ((char)(name[0] | 0x20))
        {
            case 'a' when Ascii.EqualsIgnoreCase(name, "accept-encoding"u8):
                fields.Encoding.Take(value);
                return HttpStatus.Ok;
            case 'c' when Ascii.EqualsIgnoreCase(name, "connection"u8):
                fields.KeepAlive = Ascii.EqualsIgnoreCase(value, "keep-alive"u8) || (fields.KeepAlive && !Ascii.EqualsIgnoreCase(value, "close"u8));
                return HttpStatus.Ok;
            // A body would be read as the next request; no client of a tracker sends one.
            case 'c' when Ascii.EqualsIgnoreCase(name, "content-length"u8):
                return value.SequenceEqual("0"u8) ? HttpStatus.Ok : HttpStatus.BadRequest;
            case 't' when Ascii.EqualsIgnoreCase(name, "transfer-encoding"u8):
                return HttpStatus.BadRequest;
            default:
                return HttpStatus.Ok;
        }
    }

    /// <summary>What the headers said so far.</summary>
    private struct Fields
    {
        public bool KeepAlive;
        public AcceptEncoding Encoding;
    }
}
