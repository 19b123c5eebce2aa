using Microsoft.AspNetCore.Http;

namespace Shoal.TrackerServer.Control;

/// <summary>/, for people: one page without anything from elsewhere, which asks /stats every few seconds.</summary>
internal static class PageRoutes
{
    private static readonly Lazy<byte[]> Page = new(Load);

    public static void Map(ControlRoutes routes) => routes.Map(HttpMethods.Get, "/", context =>
    {
        // Its own script and style stand in it; nothing else is loaded, and nobody frames it.
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        return ControlReply.BytesAsync(context, StatusCodes.Status200OK, "text/html; charset=utf-8", Page.Value);
    });

    private static byte[] Load()
    {
        using var resource = typeof(PageRoutes).Assembly.GetManifestResourceStream("page.html")!;
        var page = new byte[resource.Length];
        resource.ReadExactly(page);
        return page;
    }
}
