using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Shoal.Net.Sockets.Epoll;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.Trackers.Exchanges;
using Shoal.Trackers.Http;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Trackers.Tests.Http;

public sealed class HttpExchangeTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly EpollLoop _loop = new(SystemClock.Instance, "test", _ => { });
    private readonly FakeNames _names = new();
    private readonly HttpExchange _exchange;

    public HttpExchangeTests() => _exchange = new HttpExchange(_names);

    public void Dispose()
    {
        _exchange.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public async Task A_request_arrives_byte_for_byte_and_its_answer_comes_back()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        var answer = await Get(server, "/a%2fb/%7e..//announce?info_hash=%e2%80%8e%00%ff%2E~a&x=%20");
        Assert.Equal((200, "hello", null), (answer.Status, Text(answer), answer.Failure));
        var head = Assert.Single(server.Requests);
        Assert.StartsWith("GET /a%2fb/%7e..//announce?info_hash=%e2%80%8e%00%ff%2E~a&x=%20 HTTP/1.1\r\n", head);
        Assert.Contains($"\r\nHost: tracker.test:{server.Port}\r\n", head);
        Assert.Contains("\r\nUser-Agent: Shoal/0.1\r\n", head);
        Assert.Contains("\r\nConnection: close\r\n", head);
        Assert.DoesNotContain("Authorization", head);
        Assert.DoesNotContain("Cookie", head);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nold", 200, "old")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n", 200, "abc")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone", 404, "gone")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "")]
    [InlineData("HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", 200, "x")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, "x")]
    public async Task Odd_answers_are_read(string raw, int status, string body)
    {
        using var server = new RawServer(raw);
        var answer = await Get(server);
        Assert.Equal((status, body, null), (answer.Status, Text(answer), answer.Failure));
    }

    [Theory]
    [InlineData("", "closed the connection before its answer was whole")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "closed the connection before its answer was whole")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf", "closed the connection before its answer was whole")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "closed the connection before its answer was whole")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab", "does not answer in HTTP")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "does not answer in HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", "answered with a body that cannot be decompressed")]
    public async Task Broken_answers_are_a_reason(string raw, string failure)
    {
        using var server = new RawServer(raw);
        Assert.Equal(failure, (await Get(server)).Failure);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task Compressed_answers_are_read(string encoding)
    {
        var body = new MemoryStream();
        using (Stream packed = encoding == "gzip" ? new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true)
            : encoding == "br" ? new BrotliStream(body, CompressionLevel.Optimal, leaveOpen: true) : new ZLibStream(body, CompressionLevel.Optimal, leaveOpen: true))
        {
            packed.Write(Encoding.ASCII.GetBytes(new string('x', 100_000)));
        }

        using var server = new RawServer(Answer(body.ToArray(), encoding));
        Assert.Equal(new string('x', 100_000), Text(await Get(server)));
        Assert.Contains(encoding, server.Requests[0].Split("Accept-Encoding: ")[1].Split("\r\n")[0]);
    }

    [Fact]
    public async Task A_gzip_bomb_is_cut_at_the_bodys_limit()
    {
        var body = new MemoryStream();
        using (var packed = new GZipStream(body, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 200; i++)
            {
                packed.Write(zeros);
            }
        }

        using var server = new RawServer(Answer(body.ToArray(), "gzip"));
        var before = GC.GetTotalAllocatedBytes();
        Assert.Equal("answered with more than 1024 KiB", (await Get(server)).Failure);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 20 * 1024 * 1024);
    }

    [Theory]
    [InlineData(1024 * 1024, null)]
    [InlineData(1024 * 1024 + 1, "answered with more than 1024 KiB")]
    public async Task A_body_has_a_limit(int length, string? failure)
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\n\r\n" + new string('x', length));
        Assert.Equal(failure, (await Get(server)).Failure);
    }

    [Fact]
    public async Task Headers_have_a_limit()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nX: " + new string('x', 20_000) + "\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal("answered with headers longer than 16 KiB", (await Get(server)).Failure);
        using var endless = new RawServer(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray());
            for (var i = 0; i < 100_000; i++)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X{i}: yyyyyyyyyyyyyyyyyyyyyyyyyyyy\r\n"));
            }
        });
        Assert.Equal("answered with headers longer than 16 KiB", (await Get(endless)).Failure);
    }

    [Fact]
    public async Task A_server_that_sends_a_byte_now_and_then_is_left_when_the_time_is_over()
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new RawServer(async (_, stream) =>
        {
            try
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray());
                using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
                while (await pace.WaitForNextTickAsync())
                {
                    await stream.WriteAsync("x"u8.ToArray());
                }
            }
            catch (IOException)
            {
                gone.SetResult();
                throw;
            }
        });
        Assert.Equal("does not answer", (await Get(server, time: TimeSpan.FromMilliseconds(200))).Failure);
        await gone.Task.WaitAsync(Deadline);
    }

    [Fact]
    public async Task A_port_that_is_closed_is_a_reason()
    {
        int port;
        using (var server = new RawServer(""))
        {
            port = server.Port;
        }

        Assert.Equal("cannot be reached: Connection refused", (await Get($"http://tracker.test:{port}/announce")).Failure);
    }

    [Fact]
    public async Task Connections_go_to_the_given_addresses_one_after_the_other_and_leave_from_the_given_one()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        var answer = await Get($"http://tracker.test:{server.Port}/announce", addresses: ["127.0.0.77", "127.0.0.1"], local: "127.0.0.9");
        Assert.Equal("x", Text(answer));
        Assert.Equal("127.0.0.9", Assert.Single(server.From).Address.ToString());
        Assert.Empty(_names.Asked);
    }

    [Fact]
    public async Task IPv6_is_spoken()
    {
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", "::1");
        Assert.Equal("x", Text(await Get($"http://[::1]:{server.Port}/announce", addresses: ["::1"])));
        Assert.Contains($"\r\nHost: [::1]:{server.Port}\r\n", server.Requests[0]);
    }

    [Fact]
    public async Task The_environments_proxy_is_not_used()
    {
        using var proxy = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nproxy");
        using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        // The environment itself is read once in a process, perhaps before this test.
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy($"http://127.0.0.1:{proxy.Port}");
        try
        {
            Assert.Equal("x", Text(await Get(server)));
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task Credentials_are_sent_to_the_trackers_own_origin_and_to_no_other()
    {
        using var other = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        using var server = new RawServer((head, stream) => stream.WriteAsync(Encoding.ASCII.GetBytes(
            head.StartsWith("GET /first", StringComparison.Ordinal) ? "HTTP/1.1 302 Found\r\nLocation: /second?a=b\r\nContent-Length: 0\r\n\r\n"
            : $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://other.test:{other.Port}/third\r\n\r\n")).AsTask());
        _names.Set("tracker.test", "127.0.0.1");
        _names.Set("other.test", "127.0.0.1");
        Assert.Equal("x", Text(await Get($"http://anna:p%40ss@tracker.test:{server.Port}/first")));
        Assert.All(server.Requests, head => Assert.Contains("Authorization: Basic " + Convert.ToBase64String("anna:p@ss"u8), head));
        Assert.StartsWith("GET /second?a=b ", server.Requests[1]);
        Assert.DoesNotContain("Authorization", Assert.Single(other.Requests));
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        using var server = new RawServer("HTTP/1.1 301 Moved\r\nLocation: /announce\r\n\r\n");
        _names.Set("tracker.test", "127.0.0.1");
        Assert.Equal("redirects more than 5 times", (await Get(server)).Failure);
        Assert.Equal(6, server.Requests.Length);
    }

    [Theory]
    [InlineData("file:///etc/passwd", "redirects to an URL that cannot be read")]
    [InlineData("ftp://tracker.test/announce", "redirects to an URL that is not HTTP (ftp)")]
    [InlineData("gopher://tracker.test/", "redirects to an URL that is not HTTP (gopher)")]
    [InlineData("http://nowhere.test/secret12/announce", "redirects to http://nowhere.test:80/…/announce, which has no address of the same family")]
    [InlineData("http://meta.test/latest/meta-data", "redirects to http://meta.test:80/…/meta-data, which leads to 169.254.169.254, where only this link's own services answer")]
    [InlineData("http://169.254.169.254/latest", "redirects to http://169.254.169.254:80/latest, which leads to 169.254.169.254, where only this link's own services answer")]
    public async Task Redirects_to_where_no_tracker_is_are_refused_even_where_private_ones_are_allowed(string location, string failure)
    {
        using var server = new RawServer($"HTTP/1.1 302 Found\r\nLocation: {location}\r\n\r\n");
        _names.Set("meta.test", "169.254.169.254");
        _names.Set("nowhere.test", "2001:db8::1");
        Assert.Equal(failure, (await Get(server, allowPrivate: true)).Failure);
    }

    /// <summary>From this machine's address in its network to loopback, which is nearer.</summary>
    [Fact]
    public async Task SSRF_by_redirect_to_a_nearer_network_is_refused_with_its_cure_and_followed_where_it_is_allowed()
    {
        if (OwnPrivateAddress() is not { } near)
        {
            Assert.Skip("this machine has no address but loopback");
            return;
        }

        using var target = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
        using var server = new RawServer($"HTTP/1.1 302 Found\r\nLocation: http://inner.test:{target.Port}/announce\r\n\r\n", near);
        _names.Set("inner.test", "127.0.0.1");
        var url = $"http://tracker.test:{server.Port}/announce";
        var refused = await Get(url, addresses: [near]);
        Assert.Matches(@"^redirects to http://inner\.test:\d+/announce, which leads from (a public address|a private network) to this machine \(127\.0\.0\.1\); if you trust this tracker, allow that with --allow-private-redirects$", refused.Failure);
        Assert.Empty(target.Requests);
        Assert.Equal("x", Text(await Get(url, addresses: [near], allowPrivate: true)));
    }

    [Fact]
    public async Task A_certificate_that_nobody_signed_is_refused()
    {
        using var certificate = SelfSigned("tracker.test");
        using var server = Tls(certificate);
        Assert.Equal("shows a certificate that this system does not trust", (await Get($"https://tracker.test:{server.Port}/announce")).Failure);
        Assert.Equal("shows a certificate of another host", (await Get($"https://other.test:{server.Port}/announce")).Failure);
        Assert.DoesNotContain(server.Requests, head => head.Contains("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_without_TLS_is_no_server_of_https()
    {
        using var server = new RawServer((_, _) => Task.CompletedTask, wrap: async raw =>
        {
            await raw.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
            return raw;
        });
        Assert.Equal("cannot be spoken to by TLS", (await Get($"https://tracker.test:{server.Port}/announce")).Failure);
    }

    [Fact]
    public void A_redirect_from_https_to_http_would_give_a_passkey_away()
    {
        Assert.True(TrackerUrl.TryParse("https://tracker.test/announce", out var from, out _));
        Assert.True(TrackerUrl.TryParse("http://tracker.test/announce", out var to, out _));
        Assert.Equal("gives up the encryption of https", HttpExchange.Refusal(from, to));
        Assert.Null(HttpExchange.Refusal(to, from));
    }

    [Fact]
    public async Task Ending_the_program_ends_what_is_under_way()
    {
        using var server = new RawServer((_, _) => new TaskCompletionSource().Task);
        var answer = Get(server);
        while (server.Requests.Length == 0)
        {
            await Task.Yield();
        }

        _exchange.Dispose();
        Assert.Equal("does not answer", (await answer).Failure);
    }

    private static string Text(ExchangeAnswer answer) => Encoding.Latin1.GetString(answer.Body.Span);

    private static string Answer(byte[] body, string encoding) =>
        $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {body.Length}\r\n\r\n" + Encoding.Latin1.GetString(body);

    private static string? OwnPrivateAddress() => Dns.GetHostAddresses(Dns.GetHostName())
        .FirstOrDefault(address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && AddressKinds.Of(address) is AddressKind.Private or AddressKind.Public)?.ToString();

    private static X509Certificate2 SelfSigned(string host)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=" + host, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private static RawServer Tls(X509Certificate2 certificate) => new(
        (_, stream) => stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"u8.ToArray()).AsTask(), wrap: async raw =>
        {
            var tls = new SslStream(raw);
            await tls.AuthenticateAsServerAsync(certificate);
            return tls;
        });

    private Task<ExchangeAnswer> Get(RawServer server, string path = "/announce", TimeSpan? time = null, bool allowPrivate = false) =>
        Get($"http://tracker.test:{server.Port}{path}", time, allowPrivate);

    private Task<ExchangeAnswer> Get(string url, TimeSpan? time = null, bool allowPrivate = false, string[]? addresses = null, string? local = null)
    {
        var done = new TaskCompletionSource<ExchangeAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new ExchangeRequest(url, [.. (addresses ?? ["127.0.0.1"]).Select(IPAddress.Parse)])
        {
            Time = time ?? Deadline,
            AllowPrivateRedirects = allowPrivate,
            Local = local is null ? null : Endpoint.From(IPAddress.Parse(local), 0),
        };
        _exchange.Begin(_loop, request, answer =>
        {
            Assert.True(_loop.IsCurrent);
            done.SetResult(answer);
        });
        return done.Task.WaitAsync(Deadline);
    }
}
