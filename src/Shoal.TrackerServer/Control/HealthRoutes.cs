using Microsoft.AspNetCore.Http;

namespace Shoal.TrackerServer.Control;

/// <summary>/healthz: 200 while the tracker serves, 503 with the reason when it does not.</summary>
internal static class HealthRoutes
{
    public static void Map(ControlRoutes routes, TrackerHealth health) => routes.Map(
        HttpMethods.Get, "/healthz",
        context => ControlReply.TextAsync(context, health.Trouble is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, health.Trouble ?? "ok"));
}
