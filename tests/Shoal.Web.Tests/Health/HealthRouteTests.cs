using System.Net;
using Shoal.Runtime;
using Shoal.Web.Health;
using Shoal.Web.Serving;

namespace Shoal.Web.Tests.Health;

/// <summary>/healthz, over real sockets.</summary>
public sealed class HealthRouteTests : IAsyncLifetime
{
    private readonly ServerHealth _health = new();
    private readonly HttpClient _client = new();
    private WebServer _server = null!;

    /// <summary>When the server's loop comes by.</summary>
    private Task _pass = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        var routes = new WebRoutes();
        HealthRoute.Map(routes, "server", _health, () => _pass);
        _server = await WebServer.StartAsync(new WebOptions { Listen = [Endpoint.From(IPAddress.Loopback, 0)] }, routes, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task Health_is_200_at_work_and_503_with_the_reason_when_it_stops_or_lost_a_thread()
    {
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await Ask());
        _health.Drain();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping\n"), await Ask());
        _health.Fail(new InvalidOperationException("some address of a peer"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "a thread ended by a fault (InvalidOperationException)\n"), await Ask());
    }

    [Fact]
    public async Task Health_is_503_when_the_loop_is_stuck()
    {
        _pass = new TaskCompletionSource().Task;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the server's loop does not answer\n"), await Ask());
    }

    private async Task<(HttpStatusCode Status, string Text)> Ask()
    {
        using var answer = await _client.GetAsync(new Uri($"http://{_server.Listening[0]}/healthz"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
