using Shoal.Client.Hashes;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Hashes;

/// <summary>
/// What two nodes of libtorrent 2.0.8 said to each other, captured between them, when one had a link and the other a v2 torrent
/// of one file: bytes (i * 7 + i / 251) mod 256, 200,000 of them in pieces of 64 KiB.
/// </summary>
public sealed class LibtorrentHashesTests
{
    private const string Named = "b7e21e9cd89a67ff2b26ea73c769350e128c7cf0ef67a6562c936ff74b46752100000002000000000000000400000001";
    private const string Request = "0000003115" + Named;
    private const string Hashes = "000000b116" + Named
        + "bf5e6794f674e74d96c094af0945222b017815cb2056fa2821800f64148f80aaa8320948e8dad88605bf09ddd9e2630d8f99edde39c143ec41c4b380cb2e5a34"
        + "65729ec13bf2dae725ddabbb892c5facfd73b18320363a8a9881308d3c8574b3e16f870791f0bc8a3e451bb6e532c817acf6b2060ce477635fa0cd12c497c56d";

    private static readonly HashRequest Read = HashRequest.Read(Convert.FromHexString(Named));

    [Fact]
    public void We_answer_its_request_by_its_own_bytes()
    {
        using var bench = new SwarmBench(Torrent(withLayers: true), new FakeStore(), have: null, slots: 4, budget: 1024);
        var peer = bench.Connect(1);
        peer.Hear();

        peer.Say(Convert.FromHexString(Request));

        bench.Loop.Run();
        Assert.Equal(Hashes, Convert.ToHexStringLower(peer.Link.TakeSent()));
    }

    [Fact]
    public void We_ask_as_it_does_and_take_its_answer()
    {
        using var fetch = new LayerFetch<string>(Torrent(withLayers: false));
        Assert.True(fetch.TryNext("libtorrent", default, out var request));
        Assert.Equal(Request, Convert.ToHexStringLower(Wires.Hash(21, request)));
        Assert.Equal(LayerAnswer.Good, fetch.OnHashes("libtorrent", Read, Convert.FromHexString(Hashes).AsSpan(5 + HashRequest.PayloadLength)));
        Assert.Equal(Hashes[^256..], Convert.ToHexStringLower(fetch.Join()));
    }

    private static TorrentMetainfo Torrent(bool withLayers)
    {
        var layout = new FileLayout(65536, [(200_000, false)], alignToPieces: true);
        return new TorrentMetainfo
        {
            InfoHashes = new InfoHashes(null, V2Torrent.V2Hash),
            InfoBytes = default,
            Name = "f.bin",
            IsSingleFile = true,
            Layout = layout,
            Files = [new TorrentFile { Path = ["f.bin"], SafePath = "f.bin", Length = 200_000, PiecesRoot = Read.PiecesRoot }],
            V2Pieces = withLayers ? Convert.FromHexString(Hashes[^256..]) : default,
            HasPieceLayers = withLayers,
        };
    }
}
