using Shoal.Interop.Tests.Programs;
using Shoal.Interop.Tests.Transfers;
using Shoal.TrackerServer.Tests.Https;

namespace Shoal.Interop.Tests.Trackers;

/// <summary>`shoal tracker` by HTTPS, asked by programs that trust the test's own authority alone.</summary>
public sealed class HttpsTests : IDisposable
{
    private readonly Sandbox _box = new();
    private readonly TestAuthority _authority = new();

    public HttpsTests()
    {
        File.WriteAllText(_box.At("root.pem"), _authority.RootPem);
        Renew();
    }

    private string Trust => "SSL_CERT_FILE=" + _box.At("root.pem");

    public void Dispose()
    {
        _box.Dispose();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("127.0.0.1", "--http1.1")]
    [InlineData("127.0.0.1", "--http2")]
    [InlineData("::1", "--http2")]
    public void Curl_announces_and_scrapes(string ip, string version)
    {
        var tracker = Start(ip);
        var answer = _box.Run("curl", "--silent", "--show-error", "--fail", "--noproxy", "*", version, "--cacert", _box.At("root.pem"), tracker.Https + "?info_hash=%00ttttttttttttttttttt&peer_id=aaaaaaaaaaaaaaaaaaaa&port=7001&left=5");
        Assert.StartsWith("d8:completei0e", answer[0], StringComparison.Ordinal);
        var counts = _box.Run("curl", "--silent", "--show-error", "--fail", "--noproxy", "*", version, "--cacert", _box.At("root.pem"), tracker.Https.Replace("announce", "scrape", StringComparison.Ordinal) + "?info_hash=%00ttttttttttttttttttt");
        Assert.Contains("10:incompletei1e", counts[0], StringComparison.Ordinal);
        // The chain is whole: who trusts another authority is not served.
        _box.Start("curl", "--silent", "--noproxy", "*", tracker.Https).EndsWith(60);
        tracker.Stop();
    }

    [Fact]
    public void Libtorrent_finds_libtorrent()
    {
        var tracker = Start("127.0.0.1");
        _box.Write("seed/file.bin", 300_001);
        var torrent = _box.Create("seed/file.bin", "file.torrent", "--format", "v1", "--piece-length", "64K", "-t", tracker.Https);
        _box.Start("/usr/bin/env", Trust, "/usr/bin/python3", Sandbox.NodeScript, "seed", torrent, _box.At("seed"), "127.0.0.1").Line("ready");

        new LibtorrentNode(_box.Start("/usr/bin/env", Trust, "/usr/bin/python3", Sandbox.NodeScript, "leech", torrent, _box.NewFolder("copy"), "127.0.0.1"), "127.0.0.1").Completes();

        Copies.AreEqual(_box.At("seed/file.bin"), _box.At("copy/file.bin"));
        tracker.Stop();
    }

    /// <summary>The whole announce of our own client by TLS, and what it says where it does not trust the certificate.</summary>
    [Fact]
    public void Shoal_finds_shoal_and_trusts_no_stranger()
    {
        var tracker = Start("127.0.0.1");
        _box.Write("seed/file.bin", 300_001);
        var torrent = _box.Create("seed/file.bin", "file.torrent", "--piece-length", "64K", "-t", tracker.Https);
        _box.Start("/usr/bin/env", Trust, ShoalProgram.Path, "seed", torrent, "--dir", _box.At("seed"), "--bind", "127.0.0.1", "--port", "0", "--json").Line("{");
        var stranger = _box.ShoalGet(torrent, "none");

        _box.Start("/usr/bin/env", Trust, ShoalProgram.Path, "get", torrent, "--dir", _box.At("copy"), "--bind", "127.0.0.1", "--port", "0", "--json").EndsWith(0);

        Copies.AreEqual(_box.At("seed/file.bin"), _box.At("copy/file.bin"));
        Eventually.Is("the failure to be told", () => stranger.Errors.Any(line => line.Contains("tracker https://127.0.0.1", StringComparison.Ordinal)), stranger.Story);
        Assert.False(stranger.HasEnded, stranger.Story());
        tracker.Stop();
    }

    [Fact]
    public void A_certificate_is_renewed_by_a_signal_and_a_broken_one_changes_nothing()
    {
        var tracker = Start("127.0.0.1");
        Assert.Equal("0701", ServedSerial(tracker));
        Renew();
        tracker.Child.Signal(Child.SigHup);
        Eventually.Is("the new certificate", () => ServedSerial(tracker) == "0702", tracker.Child.Story);

        File.WriteAllText(_box.At("chain.pem"), "nonsense");
        tracker.Child.Signal(Child.SigHup);
        Eventually.Is("the log", () => tracker.Child.Out.Any(static line => line.Contains("\"event\":\"keepsCertificate\"", StringComparison.Ordinal)), tracker.Child.Story);
        Assert.Equal("0702", ServedSerial(tracker));
        var events = tracker.Child.Out.Skip(1).Select(static line => Json.Of(line)).Select(static line => (line.GetProperty("event").GetString(), line.GetProperty("level").GetString(), line.GetProperty("serial").GetString()));
        Assert.Equal([("servesCertificate", "info", "0701"), ("servesCertificate", "info", "0702"), ("keepsCertificate", "error", "0702")], events);
        tracker.Stop();
    }

    [Fact]
    public void What_is_missing_or_broken_is_named_with_the_cure()
    {
        string[] tracker = ["tracker", "--bind", "127.0.0.1", "--port", "0"];
        Assert.Contains("--certificate", _box.Shoal([.. tracker, "--https-port", "0"]).EndsWith(2).Errors[0], StringComparison.Ordinal);
        Assert.Contains("--https-port", _box.Shoal([.. tracker, "--certificate", "chain.pem"]).EndsWith(2).Errors[0], StringComparison.Ordinal);
        Assert.Contains("--certificate-key", _box.Shoal([.. tracker, "--https-port", "0", "--certificate", "chain.pem", "--certificate-key", "root.pem"]).EndsWith(1).Errors[0], StringComparison.Ordinal);
    }

    private string ServedSerial(ShoalTracker tracker)
    {
        var lines = _box.Run("/bin/sh", "-c", $"openssl s_client -connect {new Uri(tracker.Https).Authority} -CAfile {_box.At("root.pem")} </dev/null 2>/dev/null | openssl x509 -noout -serial");
        return lines[0].Replace("serial=", "", StringComparison.Ordinal);
    }

    private ShoalTracker Start(string ip) =>
        new(_box.Start(ShoalProgram.Path, [.. ShoalTracker.Arguments(ip), "--https-port", "0", "--certificate", _box.At("chain.pem"), "--certificate-key", _box.At("key.pem")]));

    private void Renew()
    {
        var (chain, key, _) = _authority.Issue();
        File.WriteAllText(_box.At("chain.pem"), chain);
        File.WriteAllText(_box.At("key.pem"), key);
    }
}
