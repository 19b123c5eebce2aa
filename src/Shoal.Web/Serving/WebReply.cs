using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shoal.Web.Serving;

/// <summary>Answers in the forms that a <see cref="WebServer"/> gives.</summary>
public static class WebReply
{
    /// <summary>A sentence.</summary>
    public static Task TextAsync(HttpContext context, int status, string text) => BytesAsync(context, status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text + "\n"));

    /// <summary>Anything.</summary>
    public static Task BytesAsync(HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
