using System.Net;
using System.Text;
using Shoal.Dht;
using Shoal.Metainfo;

namespace Shoal.Client.Tests.Sleeping;

/// <summary>What many idle torrents cost.</summary>
public sealed class SleepMemoryTests
{
    private const int Torrents = 1000;
    private const int Pieces = 2000;
    private const int PieceLength = 16384;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_idle_torrent_costs_at_most_eight_kibibytes(bool isInDht)
    {
        var folder = Directory.CreateTempSubdirectory("shoal-sleep-").FullName;
        try
        {
            await using var client = new TorrentClient(new TorrentClientOptions { StateFolder = folder + "/state", Binds = [IPAddress.Loopback], Port = 0, Dht = isInDht ? new DhtOptions { Bootstrap = [] } : null });
            var options = new TorrentOptions { DownloadFolder = folder, IsSeedOnly = true, Trust = true };
            await AddAsync(client, folder, 0, options);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            for (var i = 1; i <= Torrents; i++)
            {
                await AddAsync(client, folder, i, options);
            }

            // The hashes alone of one are 40 KiB.
            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Torrents;
            Assert.InRange(each, 1, 8 * 1024);
            Assert.Equal(1 + Torrents, client.Torrents.Count(torrent => torrent.Snapshot is { Status: TorrentStatus.Seeding, PiecesHave: Pieces }));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AddAsync(TorrentClient client, string folder, int number, TorrentOptions options)
    {
        var (name, file) = ($"t{number:d4}", $"{folder}/t{number:d4}.torrent");
        const long length = (long)Pieces * PieceLength;
        byte[] bytes =
        [
            .. Encoding.ASCII.GetBytes($"d8:announce26:udp://127.0.0.1:1/announce4:infod6:lengthi{length}e4:name5:{name}12:piece lengthi{PieceLength}e6:pieces{20 * Pieces}:"),
            .. new byte[20 * Pieces], .. "ee"u8,
        ];
        await File.WriteAllBytesAsync(file, bytes);
        using (var data = File.OpenHandle($"{folder}/{name}", FileMode.Create, FileAccess.Write))
        {
            RandomAccess.SetLength(data, length);
        }

        Assert.True(TorrentReader.TryRead(bytes, out var metainfo, out var reason), reason);
        var torrent = await client.AddAsync(TorrentSource.From(metainfo, file), options);
        await torrent.Started;
    }
}
