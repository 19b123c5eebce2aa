using Microsoft.AspNetCore.Http;
using Shoal.Web.Serving;

namespace Shoal.Web.Health;

/// <summary>/healthz: 200 while a server serves, 503 with the reason when it does not.</summary>
public static class HealthRoute
{
    /// <param name="routes">Where it is mapped.</param>
    /// <param name="server">What is served, in a word: "tracker".</param>
    /// <param name="health">What is known.</param>
    /// <param name="pass">Ends when the server's loop came by.</param>
    public static void Map(WebRoutes routes, string server, ServerHealth health, Func<Task> pass)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(health);
        routes.Map(HttpMethods.Get, "/healthz", async context =>
        {
            var trouble = health.Trouble ?? (await IsStuckAsync(pass) ? $"the {server}'s loop does not answer" : null);
            await WebReply.TextAsync(context, trouble is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, trouble ?? "ok");
        });
    }

    private static async Task<bool> IsStuckAsync(Func<Task> pass)
    {
        try
        {
            await pass().WaitAsync(Limits.HealthPatience);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }
}
