using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Shoal.Web.Serving;

/// <summary>
/// /, for people: one page without anything from elsewhere, which asks /stats every few seconds. Where it says board.css and board.js in a comment it gets what all such pages have.
/// </summary>
public static class PageRoute
{
    /// <param name="routes">Where it is mapped.</param>
    /// <param name="owner">The assembly that has the page among its resources.</param>
    /// <param name="resource">The page's name there.</param>
    public static void Map(WebRoutes routes, Assembly owner, string resource)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(owner);
        var page = new Lazy<byte[]>(() => Load(owner, resource));
        routes.Map(HttpMethods.Get, "/", context =>
        {
            // Its own script and style stand in it; nothing else is loaded, and nobody frames it.
            context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
            return WebReply.BytesAsync(context, StatusCodes.Status200OK, "text/html; charset=utf-8", page.Value);
        });
    }

    private static byte[] Load(Assembly owner, string name)
    {
        var page = Text(owner, name)
            .Replace("/*board.css*/", Text(typeof(PageRoute).Assembly, "board.css"), StringComparison.Ordinal)
            .Replace("/*board.js*/", Text(typeof(PageRoute).Assembly, "board.js"), StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(page);
    }

    private static string Text(Assembly owner, string name)
    {
        using var reader = new StreamReader(owner.GetManifestResourceStream(name)!, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
