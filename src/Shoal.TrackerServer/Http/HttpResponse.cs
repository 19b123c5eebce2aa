using System.Buffers;
using System.Buffers.Text;

namespace Shoal.TrackerServer.Http;

/// <summary>One answer of HTTP/1 (RFC 9112), from parts that are bytes already.</summary>
internal static class HttpResponse
{
    /// <summary>Bytes that the number of a length takes at most.</summary>
    private const int NumberLength = 10;

    /// <summary>Writes head and body; an error gets its own name as its body.</summary>
    public static void Write(IBufferWriter<byte> output, HttpStatus status, ReadOnlySpan<byte> body, bool keepAlive, bool mayCompress = false)
    {
        if (mayCompress && status == HttpStatus.Ok && Gzip.TryCompress(body, out var compressed))
        {
            Write(output, PhraseOf(status), compressed.Span, Gzip.Header, default, keepAlive);
            return;
        }

        var phrase = PhraseOf(status);
        // RFC 9110, 15.5.6: who is told that the method is wrong is told the right one.
        var allow = status == HttpStatus.MethodNotAllowed ? "Allow: GET\r\n"u8 : default;
        Write(output, phrase, status == HttpStatus.Ok ? body : phrase["404 ".Length..], allow, status == HttpStatus.Ok ? default : "\n"u8, keepAlive);
    }

    private static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> phrase, ReadOnlySpan<byte> body, ReadOnlySpan<byte> header, ReadOnlySpan<byte> ending, bool keepAlive)
    {
        output.Write("HTTP/1.1 "u8);
        output.Write(phrase);
        output.Write("\r\nContent-Type: text/plain\r\nContent-Length: "u8);
        Utf8Formatter.TryFormat(body.Length + ending.Length, output.GetSpan(NumberLength), out var digits);
        output.Advance(digits);
        output.Write("\r\n"u8);
        output.Write(header);
        output.Write(keepAlive ? "Connection: keep-alive\r\n\r\n"u8 : "Connection: close\r\n\r\n"u8);
        output.Write(body);
        output.Write(ending);
    }

    private static ReadOnlySpan<byte> PhraseOf(HttpStatus status) => status switch
    {
        HttpStatus.Ok => "200 OK"u8,
        HttpStatus.NotFound => "404 Not Found"u8,
        HttpStatus.MethodNotAllowed => "405 Method Not Allowed"u8,
        HttpStatus.HeadersTooLarge => "431 Request Header Fields Too Large"u8,
        _ => "400 Bad Request"u8,
    };
}
