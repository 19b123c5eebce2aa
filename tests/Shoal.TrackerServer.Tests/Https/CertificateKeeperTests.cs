using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Shoal.TrackerServer.Https;

namespace Shoal.TrackerServer.Tests.Https;

/// <summary>A certificate in files that somebody else renews.</summary>
public sealed class CertificateKeeperTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("shoal-certificate-").FullName;
    private readonly TestAuthority _authority = new();
    private readonly RecordedLog _log = new();
    private readonly FakeTime _time = new(DateTimeOffset.UtcNow);

    private string Chain => Path.Combine(_folder, "fullchain.pem");

    private string Key => Path.Combine(_folder, "privkey.pem");

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Files_written_anew_are_served_within_a_minute()
    {
        var first = Write();
        using var keeper = Open();
        Assert.Equal(first, keeper.Current.Serial);
        var second = Write();
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(first, keeper.Current.Serial);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(second, keeper.Current.Serial);
        Assert.Equal(2, _log.Lines.Length);
        // What did not change is not read again.
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(2, _log.Lines.Length);
    }

    [Fact]
    public void A_reload_is_at_once()
    {
        Write();
        using var keeper = Open();
        var second = Write();
        keeper.Reload();
        Assert.Equal(second, keeper.Current.Serial);
    }

    /// <summary>A renewal writes two files: between them they do not fit, and a minute later they do.</summary>
    [Fact]
    public void A_key_of_another_certificate_keeps_the_old_one_and_is_said_once()
    {
        var first = Write();
        using var keeper = Open();
        var (chain, key, second) = _authority.Issue();
        Put(Chain, chain);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(first, keeper.Current.Serial);
        Assert.StartsWith("the new certificate cannot be served (", Assert.Single(_log.Lines, static line => line.Level == LogLevel.Error).Message, StringComparison.Ordinal);
        Put(Key, key);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, keeper.Current.Serial);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData(null)]
    public void Broken_files_keep_the_old_one_and_say_why(string? text)
    {
        var first = Write();
        using var keeper = Open();
        if (text is null)
        {
            File.Delete(Chain);
        }
        else
        {
            Put(Chain, text);
        }

        keeper.Reload();
        Assert.Equal(first, keeper.Current.Serial);
        Assert.Equal(LogLevel.Error, _log.Lines[^1].Level);
    }

    [Fact]
    public void A_certificate_that_ended_or_has_not_begun_is_not_served()
    {
        Write(ends: _time.GetUtcNow().AddDays(-1));
        Assert.Null(CertificateKeeper.Open(Options(), _time, _log, out var failure));
        Assert.Contains("ended at", failure, StringComparison.Ordinal);
        Write(begins: _time.GetUtcNow().AddDays(1));
        Assert.Null(CertificateKeeper.Open(Options(), _time, _log, out failure));
        Assert.Contains("begins at", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_ends_within_fourteen_days_is_warned_of_once_a_day()
    {
        Write(ends: _time.GetUtcNow().AddDays(16));
        using var keeper = Open();
        _time.Advance(TimeSpan.FromDays(1.9));
        Assert.DoesNotContain(_log.Lines, static line => line.Level == LogLevel.Warning);
        _time.Advance(TimeSpan.FromDays(2.5));
        Assert.Equal([13, 12, 11], _log.Lines.Where(static line => line.Level == LogLevel.Warning).Select(static line => int.Parse(line.Message.Split(" in ")[1].Split(' ')[0])));
        Write();
        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(3, _log.Lines.Count(static line => line.Level == LogLevel.Warning));
    }

    [Fact]
    public void Everything_may_be_in_one_file_of_pem_or_pfx()
    {
        var (chain, key, serial) = _authority.Issue();
        Put(Chain, chain + key);
        using var inPem = CertificateKeeper.Open(new HttpsOptions { Listen = [], Certificate = Chain }, _time, _log, out _)!;
        Assert.Equal(serial, inPem.Current.Serial);

        var all = new X509Certificate2Collection();
        all.ImportFromPem(chain);
        all[0] = X509Certificate2.CreateFromPem(chain, key);
        File.WriteAllBytes(Path.Combine(_folder, "all.pfx"), all.Export(X509ContentType.Pfx)!);
        using var inPfx = CertificateKeeper.Open(new HttpsOptions { Listen = [], Certificate = Path.Combine(_folder, "all.pfx") }, _time, _log, out _)!;
        Assert.Equal(serial, inPfx.Current.Serial);
    }

    [Fact]
    public void A_certificate_without_its_key_says_so()
    {
        Put(Chain, _authority.Issue().Chain);
        Assert.Null(CertificateKeeper.Open(new HttpsOptions { Listen = [], Certificate = Chain }, _time, _log, out var failure));
        Assert.NotNull(failure);
    }

    private CertificateKeeper Open()
    {
        var keeper = CertificateKeeper.Open(Options(), _time, _log, out var failure);
        Assert.Null(failure);
        return keeper!;
    }

    private HttpsOptions Options() => new() { Listen = [], Certificate = Chain, Key = Key };

    private string Write(DateTimeOffset? ends = null, DateTimeOffset? begins = null)
    {
        var (chain, key, serial) = _authority.Issue(ends, begins);
        Put(Chain, chain);
        Put(Key, key);
        return serial;
    }

    /// <summary>As certbot and careful people do: another file takes the place of the old one.</summary>
    private static void Put(string path, string text)
    {
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }
}
