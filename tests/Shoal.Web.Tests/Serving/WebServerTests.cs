using System.Net;
using Microsoft.AspNetCore.Http;
using Shoal.Web.Serving;
using Endpoint = Shoal.Runtime.Endpoint;

namespace Shoal.Web.Tests.Serving;

/// <summary>A listener for those who run a server, over real sockets.</summary>
public sealed class WebServerTests : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private WebServer _server = null!;

    private string Root => $"http://{_server.Listening[0]}";

    public async ValueTask InitializeAsync() => _server = await Start("127.0.0.1:0");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task It_listens_on_each_address_that_it_is_given()
    {
        await using var both = await Start("127.0.0.1:0", "[::1]:0");
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], both.Listening.Select(static each => each.ToIPAddress()));
        foreach (var listening in both.Listening)
        {
            Assert.NotEqual(0, listening.Port);
            Assert.Equal("ok\n", await _client.GetStringAsync($"http://{listening}/here"));
        }
    }

    [Fact]
    public async Task A_port_in_use_is_an_io_failure_that_names_it()
    {
        var failure = await Assert.ThrowsAnyAsync<IOException>(() => Start(_server.Listening[0].ToString()));
        Assert.Contains(_server.Listening[0].ToString(), failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost:6970", HttpStatusCode.OK)]
    [InlineData("LocalHost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1", HttpStatusCode.OK)]
    [InlineData("[::1]:1", HttpStatusCode.OK)]
    [InlineData("server.example:6970", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("evil.example:6970", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    public async Task A_name_that_another_made_point_here_is_refused(string host, HttpStatusCode expected)
    {
        Assert.Equal(expected, (await Ask("/here", ("Host", host))).Status);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:6971", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://localhost:6970", HttpStatusCode.OK)]
    [InlineData("Origin", "https://localhost:6970", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.OK)]
    public async Task A_page_of_another_site_is_refused(string header, string value, HttpStatusCode expected)
    {
        Assert.Equal(expected, (await Ask("/here", ("Host", "localhost:6970"), (header, value))).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_a_wrong_method_405_with_the_right_one()
    {
        Assert.Equal((HttpStatusCode.NotFound, "there is nothing here\n"), await Ask("/there"));
        using var answer = await _client.PostAsync(new Uri(Root + "/here"), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Root + "/here"));
        Assert.Equal((HttpStatusCode.OK, 3), (head.StatusCode, head.Content.Headers.ContentLength));
    }

    private async Task<(HttpStatusCode Status, string Text)> Ask(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Root + path);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        using var answer = await _client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<WebServer> Start(params string[] addresses)
    {
        var routes = new WebRoutes();
        routes.Map(HttpMethods.Get, "/here", static context => WebReply.TextAsync(context, StatusCodes.Status200OK, "ok"));
        return WebServer.StartAsync(new WebOptions { Listen = [.. addresses.Select(At)], Names = ["server.example"], NameCure = "ask otherwise" }, routes, CancellationToken.None);
    }

    private static Endpoint At(string text) => Endpoint.TryParse(text, out var endpoint) ? endpoint : throw new ArgumentException(text);
}
