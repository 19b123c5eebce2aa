using System.Security.Cryptography;
using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Files;

namespace Shoal.Cli.Demo;

/// <summary>A file, its torrent, a tracker, a seeder and leechers, all in this process and in one folder that goes away with them.</summary>
internal sealed class DemoSwarm : IAsyncDisposable
{
    private const string FileName = "demo.bin";

    private readonly string _folder = NewFolder();
    private readonly List<DemoPeer> _peers = [];
    private DemoTracker? _tracker;

    public IEnumerable<DemoPeer> Leechers => _peers.Skip(1);

    public TorrentMetainfo Torrent { get; private set; } = null!;

    public string TrackerUrl => _tracker!.Url;

    /// <summary>Of the file that the seeder has.</summary>
    public string Hash => _peers[0].HashOfCopy(FileName);

    public static string HashOf(DemoPeer leecher) => leecher.HashOfCopy(FileName);

    public Task<long> AnnouncesAsync() => _tracker!.CountAsync();

    /// <summary>Makes everything and starts it. Nobody may send faster than <paramref name="upRate"/>, or there would be nothing to see.</summary>
    public async Task StartAsync(long size, int leechers, long upRate, CancellationToken cancellation)
    {
        _tracker = await DemoTracker.StartAsync();
        var seed = Directory.CreateDirectory(Path.Combine(_folder, "seeder")).FullName;
        WriteFile(Path.Combine(seed, FileName), size);
        var created = TorrentCreator.Create(
            SourceScan.Scan(Path.Combine(seed, FileName), [], cancellation),
            new CreateOptions { Trackers = [[TrackerUrl]], Format = TorrentFormat.Hybrid },
            null,
            cancellation);
        Torrent = TorrentReader.TryRead(created.Bytes, out var torrent, out var reason) ? torrent : throw new VerbException(ExitCode.Failed, reason);
        _peers.Add(new DemoPeer("seeder", seed, Path.Combine(_folder, "seeder-state"), upRate));
        for (var i = 1; i <= leechers; i++)
        {
            _peers.Add(new DemoPeer($"leecher {i}", Path.Combine(_folder, $"leecher-{i}"), Path.Combine(_folder, $"leecher-{i}-state"), upRate));
        }

        foreach (var peer in _peers)
        {
            await peer.StartAsync(Torrent, isSeeder: peer == _peers[0], cancellation);
        }
    }

    public async Task<IReadOnlyList<(string Name, TorrentSnapshot Snapshot)>> LookAsync() =>
        [.. await Task.WhenAll(_peers.Select(async peer => (peer.Name, await peer.Torrent.GetSnapshotAsync())))];

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_peers.Select(peer => peer.DisposeAsync().AsTask()));
        _tracker?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string NewFolder()
    {
        try
        {
            return Directory.CreateTempSubdirectory("shoal-demo-").FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"no folder can be made in '{Path.GetTempPath()}': set TMPDIR to one that can be written to", e);
        }
    }

    private static void WriteFile(string path, long size)
    {
        var block = new byte[1024 * 1024];
        using var file = File.Create(path);
        for (var left = size; left > 0; left -= block.Length)
        {
            RandomNumberGenerator.Fill(block);
            file.Write(block, 0, (int)Math.Min(left, block.Length));
        }
    }
}
