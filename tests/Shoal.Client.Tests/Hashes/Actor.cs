using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Client.Tests.Hashes;

/// <summary>A seed of the test's making, which sends wrong blocks where the test says.</summary>
internal sealed class Actor(V2Torrent torrent, BenchPeer peer)
{
    private readonly List<BlockRequest> _owed = [];
    private bool _hasBegun;

    public BenchPeer Peer => peer;

    public bool Unchokes { get; set; } = true;

    public Func<BlockRequest, bool> Poison { get; set; } = _ => false;

    public LeafManner Leaves { get; set; }

    public List<BlockRequest> Sent { get; } = [];

    public List<BlockRequest> Poisoned { get; } = [];

    public int SentBeforeTrial { get; set; }

    public Action? BeforeTelling { get; set; }

    public List<HashRequest> AskedHashes { get; } = [];

    public static Actor[] Of(SwarmBench bench, V2Torrent torrent, int count, bool v2 = true) =>
        [.. Enumerable.Range(1, count).Select(i => new Actor(torrent, bench.Connect((byte)i, v2: v2)))];

    /// <summary>All say what they have, then answer in turn, one block each, until nothing is asked any more.</summary>
    public static void Act(params Actor[] actors) => ActUntil(static () => false, actors);

    /// <summary>As <see cref="Act"/>, but stops where the condition is true.</summary>
    public static void ActUntil(Func<bool> isEnough, params Actor[] actors)
    {
        Array.ForEach(actors, a => a.Begin());
        var isBusy = true;
        while (isBusy && !isEnough())
        {
            isBusy = false;
            foreach (var actor in actors)
            {
                isBusy |= !isEnough() && actor.Turn();
            }
        }
    }

    private void Begin()
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            peer.Say(Unchokes ? [.. Wires.Message(14), .. Wires.Message(1)] : Wires.Message(14));
        }
    }

    /// <summary>False where it has nothing to do.</summary>
    private bool Turn()
    {
        var heard = peer.Hear();
        foreach (var (kind, payload) in heard)
        {
            if (kind == MessageKind.Request)
            {
                _owed.Add(new PeerMessage(kind, payload).Block);
            }
            else if (kind == MessageKind.Cancel)
            {
                _owed.Remove(new PeerMessage(kind, payload).Block);
            }
            else if (kind == MessageKind.HashRequest)
            {
                Answer(HashRequest.Read(payload));
            }
        }

        if (!peer.Link.IsClosed && _owed.Count > 0)
        {
            var block = _owed[0];
            _owed.RemoveAt(0);
            Send(block);
            return true;
        }

        return heard.Count > 0;
    }

    private void Send(BlockRequest block)
    {
        Sent.Add(block);
        var bytes = torrent.Block(block.Piece.Value, block.Begin, block.Length);
        if (Poison(block))
        {
            bytes[^1] ^= 1;
            Poisoned.Add(block);
        }

        peer.Say(Wires.Piece(block, bytes));
    }

    private void Answer(HashRequest request)
    {
        AskedHashes.Add(request);
        BeforeTelling?.Invoke();
        // As libtorrent 2.0.8 has it, an answer needs a run of the tree with uncles below its root.
        var tree = torrent.Trees[0]!;
        Assert.Equal((tree.Root, 0, 0), (request.PiecesRoot, request.BaseLayer, request.Index % request.Length));
        Assert.InRange(request.Index + request.Length, 2, 1 << tree.RootLayer);
        Assert.InRange(request.Length, 2, 512);
        Assert.InRange(request.ProofLayers, 0, tree.RootLayer - 1);
        var hashes = tree.Answer(0, request.Index, request.Length, request.ProofLayers);
        switch (Leaves)
        {
            case LeafManner.Tells:
                peer.Say(Wires.Hash(22, request, hashes));
                break;
            case LeafManner.Rejects:
                peer.Say(Wires.Hash(23, request));
                break;
            case LeafManner.Lies:
                hashes[0] ^= 1;
                peer.Say(Wires.Hash(22, request, hashes));
                break;
            default:
                break;
        }
    }
}
