using Shoal.Client;
using Shoal.Metainfo.Creating;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>One seed, one leecher, and every combination of what is transferred, how, and what lies in the leecher's folder.</summary>
public sealed class TransferTests
{
    public static TheoryData<TorrentFormat, bool, int, bool> Matrix => new(
        from format in new[] { TorrentFormat.V1, TorrentFormat.V2, TorrentFormat.Hybrid }
        from line in Seeds.IsLong
            ? from isV6 in new[] { false, true } from piece in new[] { 16, 32, 64 } select (isV6, piece)
            : [(false, 16), (true, 32), (false, 64)]
        from byLink in new[] { false, true }
        select (format, line.isV6, line.piece * 1024, byLink));

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Every_kind_of_torrent_is_fetched_into_an_empty_folder(TorrentFormat format, bool isV6, int pieceLength, bool byLink) =>
        Transfer(format, isV6, pieceLength, byLink, static _ => { });

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Every_kind_of_torrent_is_fetched_over_files_that_are_all_wrong(TorrentFormat format, bool isV6, int pieceLength, bool byLink) =>
        Transfer(format, isV6, pieceLength, byLink, static bytes => bytes.AsSpan().Fill(0x55));

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Every_kind_of_torrent_is_fetched_into_files_that_are_half_right_and_what_is_right_is_kept(TorrentFormat format, bool isV6, int pieceLength, bool byLink) =>
        Transfer(format, isV6, pieceLength, byLink, static bytes => bytes.AsSpan(0, bytes.Length / 2).Clear(), keeps: true);

    [Theory]
    [MemberData(nameof(Kinds.All), MemberType = typeof(Kinds))]
    public void A_seed_of_damaged_files_is_banned_and_an_honest_one_completes_the_torrent(TorrentFormat format, bool isV6)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, 32 * 1024, 20 * 32 * 1024);
        var damaged = Path.Combine(simulation.Folder, "damaged");
        Write(share, damaged, static bytes =>
        {
            for (var i = 100; i < bytes.Length; i += 40_000)
            {
                bytes[i] ^= 1;
            }
        });
        var (liar, honest, leecher) = (simulation.Add(Kinds.Line(isV6)), simulation.Add(Kinds.Line(isV6)), simulation.Add(Kinds.Line(isV6)));
        liar.Get(share.Metainfo, new TorrentOptions { DownloadFolder = damaged, IsSeedOnly = true, Trust = true });
        var torrent = leecher.Get(share.Metainfo, liar.Endpoint);
        simulation.RunUntil("it is found", () => torrent.Run.Swarm!.Peers.Book.Bans.Refuses(liar.Endpoint), TimeSpan.FromMinutes(5));
        simulation.RunFor(TimeSpan.FromMinutes(6));
        Assert.Empty(leecher.Line.Links);
        honest.Seed(share);
        torrent.AddPeer(honest.Endpoint);
        leecher.Complete(torrent, share);
        Assert.False(torrent.Run.Swarm!.Peers.Book.Bans.Refuses(honest.Endpoint));
    }

    public static TheoryData<TorrentFormat, int, int[]> Shapes => new(
        from format in new[] { TorrentFormat.V1, TorrentFormat.V2, TorrentFormat.Hybrid }
        from shape in new (int Piece, int[] Lengths)[]
        {
            (0x4000, [0x3ff0, 0x3ff0]), (0x4000, [0x4100, 1]), (0x4000, [0x3fff, 0x4001]), (0x8000, [0x8000, 0x8000]), (0x4000, [0x3000, 0x800, 0x800]),
            (0x80000, [0x833ed, 0x3d, 0x14000]), (0x4000, [0x3000, 0, 0x8000]), (0x4000, [0, 0, 1]), (0x100000, [0x5000]), (0x4000, [1]),
        }
        select (format, shape.Piece, shape.Lengths));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Files_of_every_shape_and_the_pads_between_them_arrive(TorrentFormat format, int pieceLength, int[] lengths)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, pieceLength, lengths);
        var (seed, leecher) = (simulation.Add(), simulation.Add());
        seed.Seed(share);
        var torrent = leecher.Get(share.Link(), seed.Endpoint);
        leecher.Complete(torrent, share);
        var wasted = leecher.Look(torrent).Received - lengths.Sum(length => (long)length);
        Assert.Equal(0, wasted);
    }

    /// <summary>The leecher has been stopped and started in between, as by libtorrent's resume_restart.</summary>
    private static void Transfer(TorrentFormat format, bool isV6, int pieceLength, bool byLink, Action<byte[]> there, bool keeps = false)
    {
        foreach (var (lengths, restarts) in new[] { (new[] { 10 * pieceLength }, false), ([5 * pieceLength - 300, 4, 4 * pieceLength + 1], true) })
        {
            using var simulation = new ClientSimulation();
            var share = simulation.Make(format, pieceLength, lengths);
            var line = Kinds.Line(isV6) with { Up = 128 * 1024 };
            var (seed, leecher) = (simulation.Add(line), simulation.Add(line));
            Write(share, leecher.Downloads, there);
            seed.Seed(share);
            TorrentSource source = byLink ? share.Link() : share.Metainfo;
            var options = new TorrentOptions { DownloadFolder = leecher.Downloads, Peers = [seed.Endpoint], Overwrite = true };
            var torrent = leecher.Get(source, options);
            if (restarts)
            {
                simulation.RunUntil("something is there", () => torrent.Run.Swarm?.Totals.PiecesVerified > 1);
                leecher.Remove(torrent);
                torrent = leecher.Get(source, options with { Overwrite = false });
            }

            leecher.Complete(torrent, share);
            var seen = leecher.Look(torrent);
            Assert.Equal(0, seen.PiecesFailed);
            Assert.Equal(share.Metainfo.Layout.PieceCount, seen.PiecesHave);
            Assert.True(!keeps || seen.PiecesFetched <= share.Metainfo.Layout.PieceCount * 2 / 3, $"{seen.PiecesFetched} were fetched");
        }
    }

    /// <summary>The share's files, each changed; where nothing was changed none is written.</summary>
    private static void Write(Share share, string folder, Action<byte[]> change)
    {
        foreach (var file in Directory.EnumerateFiles(share.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(file);
            var before = bytes.ToArray();
            change(bytes);
            if (!bytes.AsSpan().SequenceEqual(before))
            {
                var to = Path.Combine(folder, Path.GetRelativePath(share.Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.WriteAllBytes(to, bytes);
            }
        }
    }
}
