using System.Buffers;
using System.Globalization;
using System.Text;

namespace Shoal.TrackerServer.Http;

/// <summary>One answer of HTTP/1 (RFC 9112).</summary>
internal static class HttpResponse
{
    /// <summary>Writes head and body; an error without a body gets its own name as one.</summary>
    public static void Write(IBufferWriter<byte> output, HttpStatus status, ReadOnlySpan<byte> body, bool keepAlive)
    {
        var phrase = status switch
        {
            HttpStatus.Ok => "OK",
            HttpStatus.NotFound => "Not Found",
            HttpStatus.MethodNotAllowed => "Method Not Allowed",
            HttpStatus.HeadersTooLarge => "Request Header Fields Too Large",
            _ => "Bad Request",
        };
        body = status == HttpStatus.Ok ? body : Encoding.ASCII.GetBytes(phrase + "\n");
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {(int)status} {phrase}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n");
        output.Write(Encoding.ASCII.GetBytes(head));
        // RFC 9110, 15.5.6: who is told that the method is wrong is told the right one.
        output.Write(status == HttpStatus.MethodNotAllowed ? "Allow: GET\r\n"u8 : default);
        output.Write(keepAlive ? "Connection: keep-alive\r\n\r\n"u8 : "Connection: close\r\n\r\n"u8);
        output.Write(body);
    }
}
