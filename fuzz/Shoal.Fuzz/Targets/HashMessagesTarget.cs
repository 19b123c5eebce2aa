using Shoal.Client.Hashes;
using Shoal.Fuzz.Connections;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// BEP 52's hashes on the wire, against trees built by their definition: what is asked and answered, and which answers are believed.
/// The input is a script of requests, answers right and wrong, rejects and time.
/// </summary>
public sealed class HashMessagesTarget : FuzzTarget
{
    private const int Peers = 4;

    private static readonly Lazy<SampleTorrent[]> Torrents = new(static () =>
    [
        new(TorrentFormat.V2, 16 * 1024, [330_000, 16_384, 50_000, 9]),
        new(TorrentFormat.V2, 32 * 1024, [700_000, 70_000]),
        new(TorrentFormat.Hybrid, 64 * 1024, [300_001, 140_000, 70_000]),
    ]);

    /// <summary>Kept for the whole run, as every target is.</summary>
    private static readonly MerkleHasher Hasher = new();

    public override string Name => "hash-messages";

    public override byte[] Reshape(byte[] input, Runtime.IChance chance)
    {
        var script = new byte[4 + chance.Below(60)];
        for (var i = 0; i < script.Length; i++)
        {
            script[i] = (byte)chance.Below(256);
        }

        return script;
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        var script = new Script(input);
        var torrent = Torrents.Value[script.Below(Torrents.Value.Length)];
        if (script.Next() % 2 == 0)
        {
            Serve(torrent, ref script);
        }
        else
        {
            Fetch(torrent, ref script);
        }
    }

    /// <summary>A request is answerable exactly where the tree has it, and then by the hashes that the tree has.</summary>
    private static void Serve(SampleTorrent torrent, ref Script script)
    {
        var trees = new FileTrees(torrent.Metainfo);
        while (!script.IsOver)
        {
            var root = torrent.Roots[script.Below(torrent.Roots.Count)];
            var length = script.Below(8) == 0 ? script.Next() : 1 << script.Below(8);
            var request = new HashRequest(root, script.Below(9) - 1, (length * script.Below(9)) - script.Below(40) / 39, length, script.Below(9) - script.Below(40) / 39);
            var written = new byte[HashRequest.PayloadLength];
            request.Write(written);
            Require(HashRequest.Read(written) == request, "a request reads otherwise than it is written");
            var right = torrent.HashesFor(request);
            var file = trees.FilesOf(root).First();
            Require(trees.IsAnswerable(file, request) == (right is not null), $"{request} is answerable: {right is not null}");
            if (right is not null)
            {
                Require(trees.Answer(Hasher, file, request, LeavesOf(torrent, trees, file, request)).AsSpan().SequenceEqual(right), $"{request} is answered wrongly");
            }
        }
    }

    /// <summary>What <see cref="FileTrees.Answer"/> is given: the leaves of each piece, padded to whole pieces, or to the file's own width.</summary>
    private static byte[] LeavesOf(SampleTorrent torrent, FileTrees trees, int file, in HashRequest request)
    {
        var (first, end) = trees.PiecesOf(file, request);
        var layout = torrent.Metainfo.Layout;
        var leaves = new List<byte>();
        for (var i = first; i < end; i++)
        {
            var piece = new PieceIndex(i);
            var width = torrent.Metainfo.V2LeavesOf(piece);
            var length = (int)Math.Min(layout.PieceLength, layout.Files[file].Offset + layout.Files[file].Length - layout.OffsetOf(piece));
            var here = new byte[width * Sha256Hash.Length];
            Hasher.HashLeaves(torrent.BytesOf(piece, 0, length), here);
            leaves.AddRange(here);
        }

        return [.. leaves];
    }

    /// <summary>Only what the tree has is believed, whoever sends it; and honest answers lead to the whole layers.</summary>
    private static void Fetch(SampleTorrent torrent, ref Script script)
    {
        Require(TorrentReader.TryReadInfo(torrent.Metainfo.InfoBytes, out var bare, out _), "the info dictionary is refused");
        using var fetch = new LayerFetch<int>(bare!);
        var asked = new List<(int Peer, HashRequest Request)>();
        var now = TimeSpan.Zero;
        while (!script.IsOver)
        {
            var peer = script.Below(Peers);
            switch (script.Below(8))
            {
                case 0:
                    now += TimeSpan.FromSeconds(script.Below(5));
                    break;
                case 1:
                    fetch.OnPeerGone(peer);
                    asked.RemoveAll(one => one.Peer == peer);
                    break;
                case 2 when asked.Count > 0:
                    fetch.OnReject(asked[^1].Peer, asked[^1].Request, now);
                    asked.RemoveAt(asked.Count - 1);
                    break;
                case < 5:
                    Ask(fetch, peer, now, torrent, asked);
                    break;
                default:
                    if (asked.Count > 0)
                    {
                        Answer(fetch, torrent, asked, ref script);
                    }

                    break;
            }
        }

        for (var rounds = 0; !fetch.IsComplete; rounds++, now += TimeSpan.FromSeconds(4))
        {
            Require(rounds < 20, "the layers are not whole though an honest peer answers");
            asked.Clear();
            Ask(fetch, Peers, now, torrent, asked);
            foreach (var (_, request) in asked)
            {
                Require(fetch.OnHashes(Peers, request, torrent.HashesFor(request)) == LayerAnswer.Good, "right hashes are not believed");
            }
        }

        var layers = fetch.Join();
        Require(layers.AsSpan().SequenceEqual(torrent.Metainfo.V2Pieces.Span), "the layers are wrong");
        Require(bare!.TryAddPieceLayers(layers, out _, out _), "right layers are refused");
        layers[layers.Length / 2] ^= 1;
        Require(!bare.TryAddPieceLayers(layers, out _, out var reason) && reason.Length > 0, "wrong layers are taken");
    }

    private static void Ask(LayerFetch<int> fetch, int peer, TimeSpan now, SampleTorrent torrent, List<(int Peer, HashRequest Request)> asked)
    {
        while (fetch.TryNext(peer, now, out var request))
        {
            Require(torrent.HashesFor(request) is not null, $"{request} is asked for, which no tree has");
            asked.Add((peer, request));
            Require(asked.Count(one => one.Peer == peer) <= 64, "one peer is asked without end");
        }
    }

    private static void Answer(LayerFetch<int> fetch, SampleTorrent torrent, List<(int Peer, HashRequest Request)> asked, ref Script script)
    {
        var at = script.Below(asked.Count);
        var (peer, request) = asked[at];
        asked.RemoveAt(at);
        var right = torrent.HashesFor(request)!;
        var given = right.ToArray();
        switch (script.Below(5))
        {
            case 0:
                given[script.Below(given.Length)] ^= (byte)(1 << script.Below(8));
                break;
            case 1:
                given = given[..(script.Below(1 + given.Length / 32) * 32)];
                break;
            case 2:
                Array.Resize(ref given, given.Length + 32);
                break;
        }

        var answer = fetch.OnHashes(peer, request, given);

        // Some clients leave the padding at the end of a layer out: all of it, or it is no answer.
        Require(answer != LayerAnswer.Lie || !given.AsSpan().SequenceEqual(right), $"right hashes for {request} are a lie");
        Require(answer != LayerAnswer.Good || given.AsSpan().SequenceEqual(right) || IsRightWithoutPadding(given, right, request), $"wrong hashes for {request} are believed");
    }

    private static bool IsRightWithoutPadding(byte[] given, byte[] right, in HashRequest request)
    {
        var left = (right.Length - given.Length) / 32;
        if (left <= 0 || left >= request.Length)
        {
            return false;
        }

        byte[] padded = [.. given.AsSpan(0, (request.Length - left) * 32), .. right.AsSpan((request.Length - left) * 32, left * 32), .. given.AsSpan((request.Length - left) * 32)];
        var zero = MerkleTree.ZeroSubtree(request.BaseLayer).ToArray();
        return padded.AsSpan().SequenceEqual(right) && right.AsSpan((request.Length - left) * 32, left * 32).ToArray().Chunk(32).All(hash => hash.AsSpan().SequenceEqual(zero));
    }
}
