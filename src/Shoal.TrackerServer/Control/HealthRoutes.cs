using Microsoft.AspNetCore.Http;

namespace Shoal.TrackerServer.Control;

/// <summary>/healthz: 200 while the tracker serves, 503 with the reason when it does not.</summary>
internal static class HealthRoutes
{
    /// <param name="routes">Where it is mapped.</param>
    /// <param name="health">What is known.</param>
    /// <param name="pass">Ends when the tracker's loop came by.</param>
    public static void Map(ControlRoutes routes, TrackerHealth health, Func<Task> pass) => routes.Map(HttpMethods.Get, "/healthz", async context =>
    {
        var trouble = health.Trouble ?? await StuckAsync(pass);
        await ControlReply.TextAsync(context, trouble is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, trouble ?? "ok");
    });

    private static async Task<string?> StuckAsync(Func<Task> pass)
    {
        try
        {
            await pass().WaitAsync(Limits.HealthPatience);
            return null;
        }
        catch (TimeoutException)
        {
            return "the tracker's loop does not answer";
        }
    }
}
