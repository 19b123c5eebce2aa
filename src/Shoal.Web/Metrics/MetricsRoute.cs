using System.Text;
using Microsoft.AspNetCore.Http;
using Shoal.Web.Serving;

namespace Shoal.Web.Metrics;

/// <summary>/metrics, for Prometheus.</summary>
public static class MetricsRoute
{
    /// <param name="routes">Where it is mapped.</param>
    /// <param name="read">Gives the figures of the moment, on any thread.</param>
    public static void Map(WebRoutes routes, Func<Task<MetricsText>> read)
    {
        ArgumentNullException.ThrowIfNull(routes);
        routes.Map(
            HttpMethods.Get, "/metrics",
            async context => await WebReply.BytesAsync(context, StatusCodes.Status200OK, MetricsText.ContentType, Encoding.UTF8.GetBytes((await read()).ToString())));
    }
}
