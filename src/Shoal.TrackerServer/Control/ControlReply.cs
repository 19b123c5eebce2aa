using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shoal.TrackerServer.Control;

/// <summary>Answers in the forms that the control listener gives.</summary>
internal static class ControlReply
{
    /// <summary>A sentence.</summary>
    public static Task TextAsync(HttpContext context, int status, string text) => BytesAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Anything.</summary>
    public static Task BytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
