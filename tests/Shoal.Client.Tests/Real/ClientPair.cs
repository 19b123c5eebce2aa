using System.Net;
using System.Security.Cryptography;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;

namespace Shoal.Client.Tests.Real;

/// <summary>A folder with one file and its torrent, for clients with real sockets and disks.</summary>
internal sealed class ClientPair : IDisposable
{
    private const int PieceLength = 16384;

    public ClientPair(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Directory.CreateDirectory(PathOf("seed"));
        File.WriteAllBytes(PathOf("seed/disc"), bytes);
        var layout = new FileLayout(PieceLength, [(length, false)], alignToPieces: false);
        var hashes = Enumerable.Range(0, layout.PieceCount)
            .SelectMany(i => SHA1.HashData(bytes.AsSpan(i * PieceLength, layout.LengthOf(new PieceIndex(i))))).ToArray();
        Metainfo = new TorrentMetainfo
        {
            InfoHashes = new InfoHashes(new Sha1Hash(SHA1.HashData(hashes)), null),
            InfoBytes = default,
            Name = "disc",
            IsSingleFile = true,
            Files = [new TorrentFile { Path = ["disc"], SafePath = "disc", Length = length }],
            Layout = layout,
            V1Pieces = hashes,
        };
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("shoal-client-").FullName;

    public TorrentMetainfo Metainfo { get; }

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>A client on loopback, with a state folder of its own.</summary>
    public TorrentClientOptions Options(string name, long? up = null, long? down = null) =>
        new() { StateFolder = PathOf("state-" + name), Binds = [IPAddress.Loopback], Port = 0, UpRate = up, DownRate = down };

    public TorrentOptions Seeding() => new() { DownloadFolder = PathOf("seed"), IsSeedOnly = true };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
