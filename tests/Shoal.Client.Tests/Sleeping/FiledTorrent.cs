using System.Net;
using System.Security.Cryptography;
using System.Text;
using Shoal.Metainfo;

namespace Shoal.Client.Tests.Sleeping;

/// <summary>A .torrent file and its data below a folder of its own, as a user has them.</summary>
internal sealed class FiledTorrent : IDisposable
{
    private const int PieceLength = 16384;

    public FiledTorrent(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Directory.CreateDirectory(PathOf("seed"));
        Directory.CreateDirectory(PathOf("copy"));
        System.IO.File.WriteAllBytes(PathOf("seed/disc"), bytes);
        var hashes = bytes.Chunk(PieceLength).SelectMany(SHA1.HashData).ToArray();
        System.IO.File.WriteAllBytes(File, [.. Encoding.ASCII.GetBytes($"d4:infod6:lengthi{length}e4:name4:disc12:piece lengthi{PieceLength}e6:pieces{hashes.Length}:"), .. hashes, .. "ee"u8]);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("shoal-sleep-").FullName;

    public string File => PathOf("disc.torrent");

    public TorrentSource Source => TorrentReader.TryRead(System.IO.File.ReadAllBytes(File), out var metainfo, out var reason)
        ? TorrentSource.From(metainfo, File)
        : throw new InvalidOperationException(reason);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A client on loopback whose torrents sleep almost at once.</summary>
    public TorrentClient Client(string name) =>
        new(new TorrentClientOptions { StateFolder = PathOf("state-" + name), Binds = [IPAddress.Loopback], Port = 0, SleepAfter = TimeSpan.FromMilliseconds(1) });

    public TorrentOptions Seeding => new() { DownloadFolder = PathOf("seed"), IsSeedOnly = true };

    public TorrentOptions Fetching => new() { DownloadFolder = PathOf("copy") };

    public bool IsCopied => System.IO.File.ReadAllBytes(PathOf("seed/disc")).AsSpan().SequenceEqual(System.IO.File.ReadAllBytes(PathOf("copy/disc")));

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Until what a file has is held in memory no more.</summary>
    public static Task UntilAsleepAsync(Torrent torrent) => UntilAsync(() => torrent.Metainfo is null, "the torrent to sleep");

    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var end = Environment.TickCount64 + 20_000; !holds(); await pause.WaitForNextTickAsync())
        {
            Assert.True(Environment.TickCount64 < end, "waited in vain for " + what);
        }
    }
}
