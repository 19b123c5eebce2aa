using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.TrackerServer.Https;
using Shoal.TrackerServer.Readings;

namespace Shoal.TrackerServer.Tests.Https;

/// <summary>Announces by TLS over real sockets, from a client that trusts the test's own authority alone.</summary>
public sealed class HttpsServerTests : IAsyncLifetime
{
    private const string Announce = "/announce?info_hash=tttttttttttttttttttt&peer_id=aaaaaaaaaaaaaaaaaaaa&port=7001&left=5";

    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-https-").FullName;
    private readonly TestAuthority _authority = new();
    private readonly RecordedLog _log = new();
    private readonly SystemSockets _sockets = new(isPortable: false);
    private readonly Loop _loop;
    private TrackerHost _tracker = null!;
    private HttpsServer _server = null!;

    public HttpsServerTests() => _loop = _sockets.CreateLoop("https-test", static _ => { });

    private ListenerReading Reading => Assert.Single(_tracker.Read().Listeners, static each => each.Protocol == "https");

    private IPEndPoint Address => new(IPAddress.Loopback, _server.Listening[0].Port);

    public async ValueTask InitializeAsync()
    {
        Write();
        var options = new TrackerOptions { Listen = [Desk.At("127.0.0.1:0")], RequestsPerAddress = 40, Proxies = [IPNetwork.Parse("127.0.0.2/32")] };
        _tracker = (await _loop.AskAsync(() => TrackerHost.Start(_loop, _sockets, new SeededChance(1), new SystemSecrets(), options, static _ => { }, _log, out _)))!;
        _server = await HttpsServer.StartAsync(
            new HttpsOptions { Listen = [Desk.At("127.0.0.1:0")], Certificate = Path.Combine(_folder, "chain.pem"), Key = Path.Combine(_folder, "key.pem") }, _tracker, _log, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        var drained = new TaskCompletionSource();
        _loop.Post(() => _tracker.Drain(drained.SetResult));
        await drained.Task;
        ((IDisposable)_loop).Dispose();
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task An_announce_is_answered_by_the_tracker_that_plain_http_asks(string version)
    {
        using var client = Client();
        using var plain = new HttpClient();
        Assert.StartsWith("d8:completei0e", await plain.GetStringAsync($"http://{_tracker.Http[0]}{Announce.Replace("7001", "7002", StringComparison.Ordinal)}"), StringComparison.Ordinal);

        using var answer = await client.SendAsync(new HttpRequestMessage(HttpMethod.Get, Announce)
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        });

        var body = Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString()));
        Assert.Contains("10:incompletei2e", body, StringComparison.Ordinal);
        // The other peer is 127.0.0.1:7002, and the asker is told his own address (BEP 23, 24).
        Assert.Contains("5:peers6:\x7f\0\0\x01\x1b\x5a", body, StringComparison.Ordinal);
        Assert.Contains("11:external ip4:\x7f\0\0\x01", body, StringComparison.Ordinal);
    }

    /// <summary>info_hash as clients escape it: what ends a value, what is a letter of UTF-8 and what is no text stay themselves.</summary>
    [Fact]
    public async Task Every_byte_of_a_hash_arrives()
    {
        byte[] bytes = [.. "\0&=%+?/# \n\u007f\u00e9\u20ac"u8, 0xff, 0xfe, 0x80, 0xec];
        var hash = string.Concat(bytes.Select(static value => $"%{value:X2}"));
        using var connection = await ConnectAsync();
        Assert.Contains("10:incompletei1e", await AskAsync(connection, $"/announce?info_hash={hash}&peer_id=aaaaaaaaaaaaaaaaaaaa&port=7001&left=5"), StringComparison.Ordinal);
        Assert.Contains("d5:filesd20:" + Encoding.Latin1.GetString(bytes) + "d8:completei0e10:downloadedi0e10:incompletei1e", await AskAsync(connection, $"/scrape?info_hash={hash}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_written_anew_is_served_to_the_next_connection_while_the_open_one_goes_on()
    {
        using var old = await ConnectAsync();
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(old, Announce), StringComparison.Ordinal);
        var serial = Write();
        _server.Reload();
        using var young = await ConnectAsync();
        Assert.Equal(serial, young.RemoteCertificate!.GetSerialNumberString());
        Assert.NotEqual(serial, old.RemoteCertificate!.GetSerialNumberString());
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(old, Announce), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(young, Announce), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_announce_is_told_so_and_counted()
    {
        using var connection = await ConnectAsync();
        await AskAsync(connection, Announce);
        Assert.StartsWith("HTTP/1.1 404 ", await AskAsync(connection, "/"), StringComparison.Ordinal);
        var refused = await AskAsync(connection, "/announce", method: "PUT");
        Assert.StartsWith("HTTP/1.1 405 ", refused, StringComparison.Ordinal);
        Assert.Contains("Allow: GET\r\n", refused, StringComparison.Ordinal);
        Assert.Equal((1, 1, 1), (Count("answered"), Count("not_found"), Count("malformed")));
        Assert.Equal((1, 1), (Reading.Connections, Reading.Accepted.Single(static each => each.Outcome == "taken").Count));
        Assert.Equal(_server.Listening[0], Reading.Address);
    }

    [Fact]
    public async Task A_request_beyond_the_limits_is_refused()
    {
        using var lengthy = await ConnectAsync();
        Assert.StartsWith("HTTP/1.1 414 ", await AskAsync(lengthy, "/announce?" + new string('a', 20_000)), StringComparison.Ordinal);
        using var crowded = await ConnectAsync();
        Assert.StartsWith("HTTP/1.1 431 ", await AskAsync(crowded, Announce, headers: string.Concat(Enumerable.Range(0, 50).Select(static i => $"X-{i}: 1\r\n"))), StringComparison.Ordinal);
        using var loaded = await ConnectAsync();
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync(loaded, Announce, headers: "Content-Length: 10\r\n"), StringComparison.Ordinal);
        using var garbled = await ConnectAsync();
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync(garbled, Announce, headers: "no header\r\n"), StringComparison.Ordinal);
        // Each once, whoever refused it: what was counted before this answer is read behind it.
        using var last = await ConnectAsync();
        await AskAsync(last, Announce);
        Assert.Equal((4, 1), (Count("malformed"), Count("answered")));
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task A_long_answer_is_compressed_for_who_asks_and_is_the_same(string version)
    {
        using var client = Client();
        var query = "/scrape?" + string.Join('&', Enumerable.Range(1, 74).Select(static i => $"info_hash={i:d20}"));
        var (plain, none) = await SendAsync(client, version, query);
        var (compressed, encoding) = await SendAsync(client, version, query, ("Accept-Encoding", "deflate, gzip;q=0.5"));
        var (declined, still) = await SendAsync(client, version, query, ("Accept-Encoding", "gzip;q=0, *"));
        var (small, never) = await SendAsync(client, version, Announce, ("Accept-Encoding", "gzip"));
        Assert.Equal(("", "gzip", "", ""), (none, encoding, still, never));
        Assert.InRange(compressed.Length, 1, plain.Length / 2);
        using var gzip = new GZipStream(new MemoryStream(compressed), CompressionMode.Decompress);
        using var read = new MemoryStream();
        await gzip.CopyToAsync(read);
        Assert.Equal(plain, read.ToArray());
        Assert.Equal(plain, declined);
        Assert.Equal((byte)'d', small[0]);
    }

    [Theory]
    [InlineData("127.0.0.2", "X-Forwarded-For: 6.6.6.6, 203.0.113.9", "203.0.113.9")]
    [InlineData("127.0.0.2", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 203.0.113.8, 127.0.0.2", "203.0.113.8")]
    [InlineData("127.0.0.2", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 127.0.0.2", "203.0.113.9")]
    [InlineData("127.0.0.2", "Forwarded: for=203.0.113.9", "127.0.0.2")]
    [InlineData("127.0.0.1", "X-Forwarded-For: 203.0.113.9", "127.0.0.1")]
    public async Task A_trusted_proxy_says_who_asks_and_nobody_else_does(string from, string headers, string client)
    {
        using var connection = await ConnectAsync(from);
        var address = Encoding.Latin1.GetString(IPAddress.Parse(client).GetAddressBytes());
        Assert.Contains($"11:external ip4:{address}10:", await AskAsync(connection, Announce, headers: headers + "\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_names_no_address_is_told_that_the_request_is_bad()
    {
        using var connection = await ConnectAsync("127.0.0.2");
        Assert.StartsWith("HTTP/1.1 400 ", await AskAsync(connection, Announce, headers: "X-Forwarded-For: unix:\r\n"), StringComparison.Ordinal);
        Assert.Equal(1, Count("malformed"));
    }

    [Fact]
    public async Task Limits_are_those_of_the_client_behind_a_proxy()
    {
        var connections = new List<SslStream>();
        for (var i = 0; i <= 100; i++)
        {
            connections.Add(await ConnectAsync("127.0.0.2"));
        }

        for (var i = 0; i <= 40; i++)
        {
            await AskAsync(connections[^1], Announce, headers: "X-Forwarded-For: 203.0.113.9\r\n");
            await AskAsync(connections[^1], Announce);
        }

        Assert.DoesNotContain("too many requests", await AskAsync(connections[^1], Announce, headers: "X-Forwarded-For: 203.0.113.8\r\n"), StringComparison.Ordinal);
        Assert.Equal((1, 82), (Count("limited"), Count("answered")));
        connections.ForEach(static each => each.Dispose());
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_again()
    {
        using var connection = await ConnectAsync();
        var answers = new List<string>();
        for (var i = 0; i <= 40; i++)
        {
            answers.Add(await AskAsync(connection, Announce));
        }

        Assert.DoesNotContain("too many requests", answers[39], StringComparison.Ordinal);
        Assert.Contains("14:failure reason38:too many requests come of this address8:retry ini1e", answers[40], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_has_a_hundred_connections_and_no_more()
    {
        var connections = new List<SslStream>();
        for (var i = 0; i < 100; i++)
        {
            connections.Add(await ConnectAsync());
        }

        Assert.False(await IsTakenAsync());
        connections.ForEach(static each => each.Dispose());
        await Until("a place to be free", IsTakenAsync);
    }

    [Fact]
    public async Task A_handshake_that_fails_is_counted()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Address);
        await socket.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray());
        Assert.Equal(0, await ReadToEnd(socket.GetStream()));
        await Until("the count", () => Task.FromResult(_tracker.Read().Listeners[^1].Accepted.Single(static each => each.Outcome == "handshake_failed").Count == 1));
    }

    private static async Task<int> ReadToEnd(NetworkStream stream)
    {
        try
        {
            var buffer = new byte[1024];
            var plain = 0;
            for (int got; (got = await stream.ReadAsync(buffer)) > 0;)
            {
                // An alert of TLS begins with 21.
                plain += buffer[0] == 21 ? 0 : got;
            }

            return plain;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static async Task Until(string what, Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, "waited in vain for " + what);
            await Task.Yield();
        }
    }

    private static async Task<string> AskAsync(SslStream connection, string target, string method = "GET", string headers = "")
    {
        await connection.WriteAsync(Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n"));
        var answer = new List<byte>();
        var buffer = new byte[8192];
        int length;
        do
        {
            var got = await connection.ReadAsync(buffer);
            Assert.True(got > 0, "the connection ended");
            answer.AddRange(buffer.AsSpan(0, got));
            var text = Encoding.Latin1.GetString([.. answer]);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var at = text.IndexOf("Content-Length: ", StringComparison.Ordinal);
            length = head < 0 ? int.MaxValue : head + 4 + (at < 0 ? 0 : int.Parse(text.AsSpan(at + 16, text.IndexOf('\r', at) - at - 16)));
        }
        while (answer.Count < length);
        return Encoding.Latin1.GetString([.. answer]);
    }

    private static async Task<(byte[] Body, string Encoding)> SendAsync(HttpClient client, string version, string uri, params IEnumerable<(string Name, string Value)> headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, uri) { Version = Version.Parse(version), VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await client.SendAsync(request);
        return (await answer.Content.ReadAsByteArrayAsync(), string.Join(", ", answer.Content.Headers.ContentEncoding));
    }

    private long Count(string outcome) => Reading.Requests.Single(each => each.Outcome == outcome).Count;

    private async Task<SslStream> ConnectAsync(string from = "127.0.0.1")
    {
        var socket = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(Address);
        var stream = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, IsTrusted);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" });
        return stream;
    }

    private async Task<bool> IsTakenAsync()
    {
        try
        {
            (await ConnectAsync()).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return false;
        }
    }

    private HttpClient Client() => new(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsTrusted } })
    {
        BaseAddress = new Uri($"https://127.0.0.1:{Address.Port}"),
    };

    /// <summary>The whole chain but the root must come from the server.</summary>
    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? sent, SslPolicyErrors errors)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority.Root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in sent!.ChainPolicy.ExtraStore)
        {
            chain.ChainPolicy.ExtraStore.Add(element);
        }

        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && chain.Build((X509Certificate2)certificate!);
    }

    private string Write()
    {
        var (chain, key, serial) = _authority.Issue();
        File.WriteAllText(Path.Combine(_folder, "chain.pem"), chain);
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key);
        return serial;
    }
}
