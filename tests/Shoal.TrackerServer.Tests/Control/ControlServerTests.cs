using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.TrackerServer.Control;
using Shoal.TrackerServer.Tests.Accounts;
using Shoal.TrackerServer.Tests.Udp;

namespace Shoal.TrackerServer.Tests.Control;

/// <summary>The listener for those who run the tracker, over real sockets.</summary>
public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly TrackerHealth _health = new();
    private readonly HttpClient _client = new();
    private ControlServer _server = null!;

    /// <summary>When the tracker's loop comes by.</summary>
    private Task _pass = Task.CompletedTask;

    private string Root => $"http://{_server.Listening[0]}";

    public async ValueTask InitializeAsync() => _server = await Start("127.0.0.1:0");

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task Health_is_200_at_work_and_503_with_the_reason_when_it_stops_or_lost_a_thread()
    {
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await Ask("/healthz"));
        _health.Drain();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopping\n"), await Ask("/healthz"));
        _health.Fail(new InvalidOperationException("some address of a peer"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "a thread ended by a fault (InvalidOperationException)\n"), await Ask("/healthz"));
    }

    /// <summary>The thread meets a clock that breaks, where an announce by UDP is put to somebody's account.</summary>
    [Fact]
    public async Task Health_is_503_once_a_thread_of_udp_ended_by_a_fault()
    {
        using var desk = new PrivateDesk();
        desk.Access.AddUser("ann");
        desk.Access.AddKey("ann", out var passkey);
        var sockets = new SystemSockets(isPortable: false);
        var loop = sockets.CreateLoop("health-test", static _ => { });
        var options = new TrackerOptions { Listen = [Desk.At("127.0.0.1:0")], Access = desk.Access };
        var tracker = (await loop.AskAsync(() => TrackerHost.Start(loop, sockets, new SeededChance(1), new SystemSecrets(), options, _health.Fail, desk.Log, out _)))!;
        using var client = new UdpClient("127.0.0.1", tracker.Udp[0].Port);
        await client.SendAsync(UdpDesk.Packet(0x41727101980, action: 0, transaction: 77));
        var connection = BinaryPrimitives.ReadUInt64BigEndian((await client.ReceiveAsync().WaitAsync(TimeSpan.FromSeconds(20))).Buffer.AsSpan(8));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), await Ask("/healthz"));

        desk.Seconds = long.MaxValue;
        await client.SendAsync(UdpDesk.Announce(connection, 7001, left: 5, options: [2, 42, .. Encoding.ASCII.GetBytes($"/{passkey}/announce")]));

        Assert.True(SpinWait.SpinUntil(() => _health.Trouble is not null, TimeSpan.FromSeconds(20)), "the fault was not told");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "a thread ended by a fault (ArgumentOutOfRangeException)\n"), await Ask("/healthz"));
        desk.Seconds = 1_000_000;
        var drained = new TaskCompletionSource();
        loop.Post(() => tracker.Drain(drained.SetResult));
        await drained.Task;
        ((IDisposable)loop).Dispose();
    }

    [Fact]
    public async Task Health_is_503_when_the_loop_is_stuck()
    {
        _pass = new TaskCompletionSource().Task;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "the tracker's loop does not answer\n"), await Ask("/healthz"));
    }

    [Fact]
    public async Task It_listens_on_each_address_that_it_is_given()
    {
        await using var both = await Start("127.0.0.1:0", "[::1]:0");
        Assert.Equal([IPAddress.Loopback, IPAddress.IPv6Loopback], both.Listening.Select(static each => each.ToIPAddress()));
        foreach (var listening in both.Listening)
        {
            Assert.NotEqual(0, listening.Port);
            Assert.Equal("ok\n", await _client.GetStringAsync($"http://{listening}/healthz"));
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
    [InlineData("tracker.example:6970", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("evil.example:6970", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example", HttpStatusCode.Forbidden)]
    public async Task A_name_that_another_made_point_here_is_refused(string host, HttpStatusCode expected)
    {
        Assert.Equal(expected, (await Ask("/healthz", ("Host", host))).Status);
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
        Assert.Equal(expected, (await Ask("/healthz", ("Host", "localhost:6970"), (header, value))).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_404_and_a_wrong_method_405_with_the_right_one()
    {
        Assert.Equal((HttpStatusCode.NotFound, "there is nothing here\n"), await Ask("/health"));
        using var answer = await _client.PostAsync(new Uri(Root + "/healthz"), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
        using var head = await _client.SendAsync(new HttpRequestMessage(HttpMethod.Head, Root + "/healthz"));
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

    private Task<ControlServer> Start(params string[] addresses) =>
        ControlServer.StartAsync(new ControlOptions { Listen = [.. addresses.Select(Desk.At)], Names = ["tracker.example"] }, Sample.Reading, () => _pass, _health, CancellationToken.None);
}
