using System.Net;
using System.Security.Cryptography;
using Shoal.Client;
using Shoal.Metainfo;

namespace Shoal.Cli.Demo;

/// <summary>One client of the demo with one torrent: the seeder, or a leecher. It knows nobody but the tracker.</summary>
internal sealed class DemoPeer(string name, string folder, string state, long upRate) : IAsyncDisposable
{
    private readonly TorrentClient _client = new(new TorrentClientOptions
    {
        StateFolder = state,
        Binds = [IPAddress.Loopback],
        Port = 0,
        ClientName = name,
        UpRate = upRate,
    });

    public string Name => name;

    public Torrent Torrent { get; private set; } = null!;

    public async Task StartAsync(TorrentMetainfo metainfo, bool isSeeder, CancellationToken cancellation) =>
        Torrent = await _client.AddAsync(metainfo, new TorrentOptions { DownloadFolder = folder, IsSeedOnly = isSeeder }, cancellation);

    /// <summary>The SHA-256 of its copy, read back from the disk.</summary>
    public string HashOfCopy(string file)
    {
        using var copy = File.OpenRead(Path.Combine(folder, file));
        return Convert.ToHexStringLower(SHA256.HashData(copy));
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
