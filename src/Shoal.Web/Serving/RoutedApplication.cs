using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Shoal.Web.Serving;

/// <summary>What Kestrel calls for each request: the guard, then whoever has the path.</summary>
internal sealed class RoutedApplication(RequestGuard guard, WebRoutes routes) : IHttpApplication<HttpContext>
{
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public Task ProcessRequestAsync(HttpContext context)
    {
        // What is told here is of this moment, and nothing of it is for other pages or other types.
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return guard.Refusal(context.Request) is { } refusal
            ? WebReply.TextAsync(context, StatusCodes.Status403Forbidden, refusal)
            : routes.AnswerAsync(context);
    }

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }
}
