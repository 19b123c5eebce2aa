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
using Shoal.Web.Health;
using Shoal.Web.Serving;

namespace Shoal.TrackerServer.Tests.Control;

/// <summary>The listener for those who run the tracker, over real sockets.</summary>
public sealed class ControlServerTests : IAsyncLifetime
{
    private readonly ServerHealth _health = new();
    private readonly HttpClient _client = new();
    private WebServer _server = null!;

    /// <summary>When the tracker's loop comes by.</summary>
    private Task _pass = Task.CompletedTask;

    private string Root => $"http://{_server.Listening[0]}";

    public async ValueTask InitializeAsync() => _server = await ControlServer.StartAsync(
        new ControlOptions { Listen = [Desk.At("127.0.0.1:0")], Names = ["tracker.example"] }, Sample.Reading, () => _pass, _health, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
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
    public async Task It_is_asked_by_the_names_that_it_was_told_and_tells_how_to_name_it()
    {
        Assert.Equal(HttpStatusCode.OK, (await Ask("/healthz", ("Host", "tracker.example:6970"))).Status);
        Assert.Equal(
            (HttpStatusCode.Forbidden, "this is not the host 'evil.example': ask by address, or let the tracker know the name by --control-name\n"),
            await Ask("/healthz", ("Host", "evil.example")));
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/stats", "application/json")]
    [InlineData("/metrics", "text/plain")]
    public async Task It_shows_the_tracker(string path, string type)
    {
        using var answer = await _client.GetAsync(new Uri(Root + path));
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
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
}
