using System.Text;
using System.Text.Json;
using Shoal.TrackerServer.Control;

namespace Shoal.TrackerServer.Tests.Control;

/// <summary>/stats in the shape that docs/tracker.md promises to scripts.</summary>
public sealed class StatsTests
{
    [Fact]
    public void Everything_is_told_as_one_object()
    {
        const string Expected = """
            {
              "version": "1.2.3+\u0022a\\b\u0022", "started": "2026-01-02T03:04:05.5+00:00", "uptime": 61.25, "trouble": "stopping",
              "torrents": 3000000000,
              "peers": { "ipv4": { "seeders": 11, "leechers": 12 }, "ipv6": { "seeders": 13, "leechers": 14 } },
              "announces": 18, "scrapes": 19, "refusals": { "denied": 20 },
              "completed": 15, "evicted": 16, "store": { "bytes": 17, "limit": 1073741824 },
              "listeners": [
                { "protocol": "udp", "address": "0.0.0.0:6969", "family": "ipv4", "requests": { "announce": 21, "junk": 22 }, "dropped": 23 },
                { "protocol": "https", "address": "[::1]:443", "family": "ipv6", "requests": { "announce": 31, "scrape": 32 }, "connections": 33, "accepted": { "handshake": 34, "failed": 35 } }
              ],
              "certificateEnds": "2026-02-03T04:05:06+00:00",
              "process": { "memory": 41, "heap": 42, "cpu": 43.5, "pauses": 0.04425 }
            }
            """;
        using var actual = JsonDocument.Parse(StatsRoutes.Write(Sample.Reading(), "stopping"));
        using var expected = JsonDocument.Parse(Expected);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), Encoding.UTF8.GetString(StatsRoutes.Write(Sample.Reading(), "stopping").Span));
    }

    [Fact]
    public void What_is_well_and_has_no_certificate_says_so()
    {
        using var actual = JsonDocument.Parse(StatsRoutes.Write(Sample.Reading() with { CertificateEnds = null }, null));
        Assert.Equal(JsonValueKind.Null, actual.RootElement.GetProperty("trouble").ValueKind);
        Assert.False(actual.RootElement.TryGetProperty("certificateEnds", out _));
    }
}
