using Microsoft.AspNetCore.Http;

namespace Shoal.Web.Serving;

/// <summary>What a <see cref="WebServer"/> can be asked: exact paths, each with its methods.</summary>
public sealed class WebRoutes
{
    private readonly Dictionary<(string Path, string Method), RequestDelegate> _handlers = [];

    /// <summary>Who asks by HEAD is answered as by GET.</summary>
    public void Map(string method, string path, RequestDelegate handler) => _handlers.Add((path, method), handler);

    /// <summary>Has the request answered; 404 and 405 where nobody can.</summary>
    internal Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        if (_handlers.TryGetValue((path, method), out var handler))
        {
            return handler(context);
        }

        string[] methods = [.. _handlers.Keys.Where(key => key.Path.Equals(path, StringComparison.Ordinal)).Select(key => key.Method)];
        if (methods.Length == 0)
        {
            return WebReply.TextAsync(context, StatusCodes.Status404NotFound, "there is nothing here");
        }

        // RFC 9110, 15.5.6: who is told that the method is wrong is told the right one.
        context.Response.Headers.Allow = string.Join(", ", methods);
        return WebReply.TextAsync(context, StatusCodes.Status405MethodNotAllowed, "not by this method");
    }
}
