using System.Numerics;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Client.Hashes;

/// <summary>
/// Fetches the piece layers that an info dictionary came without (BEP 9, BEP 52), 512 hashes a request, from any number of peers.
/// State only: the owner has the connections, sends what <see cref="TryNext"/> says, and tells what comes back.
/// <code>
///   waiting ─► asked of one ──good──► verified
///      ▲          │ silent for 3 s: asked of another too, the first still counts
///      └─────── reject, gone, lie
/// </code>
/// Each answer carries its own proof up to the file's root, so nothing is kept that is not verified, and memory grows only as hashes come.
/// </summary>
/// <typeparam name="TPeer">What the owner knows a connection by.</typeparam>
internal sealed class LayerFetch<TPeer> : IDisposable
    where TPeer : notnull
{
    private readonly TorrentMetainfo _torrent;
    private readonly int _pieceLayer;
    private readonly MerkleHasher _hasher = new();

    /// <summary>The chunks of each root, in order; files of one content share them.</summary>
    private readonly Dictionary<Sha256Hash, LayerChunk<TPeer>[]> _byRoot = [];

    /// <summary>Chunks that nobody is asked for.</summary>
    private readonly Queue<LayerChunk<TPeer>> _waiting = new();

    /// <summary>Chunks that somebody is asked for, longest ago first.</summary>
    private readonly LinkedList<LayerChunk<TPeer>> _asked = new();

    /// <summary>Requests outstanding at each peer that has any.</summary>
    private readonly Dictionary<TPeer, int> _outstanding = [];

    /// <summary>Peers that rejected something, and when they may be asked again.</summary>
    private readonly Dictionary<TPeer, TimeSpan> _resting = [];
    private readonly HashSet<TPeer> _liars = [];
    private int _verified;

    /// <summary>For a torrent whose info dictionary is verified by its hash and whose piece layers are missing.</summary>
    public LayerFetch(TorrentMetainfo torrent)
    {
        Invariant.Check(torrent.HasV2 && !torrent.HasPieceLayers);
        _torrent = torrent;
        _pieceLayer = MerkleTree.PieceLayer(torrent.Layout.PieceLength);
        for (var i = 0; i < torrent.Files.Count; i++)
        {
            var (first, end) = torrent.Layout.PiecesOf(i);
            if (end - first > 1 && torrent.Files[i].PiecesRoot is { } root && !_byRoot.ContainsKey(root))
            {
                Plan(root, end - first);
            }
        }
    }

    /// <summary>Runs of hashes to fetch in all.</summary>
    public int ChunkCount { get; private set; }

    /// <summary>Those of them that are here.</summary>
    public int VerifiedCount => _verified;

    public bool IsComplete => _verified == ChunkCount;

    /// <summary>The layers as <see cref="TorrentMetainfo.TryAddPieceLayers"/> takes them: 32 bytes for each piece of the torrent. Only when complete.</summary>
    public byte[] Join()
    {
        Invariant.Check(IsComplete);
        var all = new byte[_torrent.Layout.PieceCount * Sha256Hash.Length];
        for (var i = 0; i < _torrent.Files.Count; i++)
        {
            if (_torrent.Files[i].PiecesRoot is not { } root)
            {
                continue;
            }

            var (first, end) = _torrent.Layout.PiecesOf(i);
            if (end - first == 1)
            {
                root.Span.CopyTo(all.AsSpan(first * Sha256Hash.Length));
                continue;
            }

            foreach (var chunk in _byRoot[root])
            {
                chunk.Hashes!.CopyTo(all, (first + chunk.Index) * Sha256Hash.Length);
            }
        }

        return all;
    }

    /// <summary>What to ask this peer for now; false where there is nothing, or it has enough to answer. Ask again after each of its answers, and every second or so.</summary>
    public bool TryNext(TPeer peer, TimeSpan now, out HashRequest request)
    {
        request = default;
        if (_liars.Contains(peer) || _outstanding.GetValueOrDefault(peer) >= Limits.LayerRequestsPerPeer
            || (_resting.TryGetValue(peer, out var until) && now < until))
        {
            return false;
        }

        var chunk = _waiting.TryDequeue(out var waiting) ? waiting : TakeSilent(peer, now);
        if (chunk is null)
        {
            return false;
        }

        chunk.Asked.Add(peer);
        chunk.AskedAt = now;
        _asked.AddLast(chunk);
        _outstanding[peer] = _outstanding.GetValueOrDefault(peer) + 1;
        request = RequestOf(chunk);
        return true;
    }

    /// <summary>A hashes message came.</summary>
    /// <param name="peer">From whom.</param>
    /// <param name="echo">What it says it answers.</param>
    /// <param name="hashes">The run, then the uncles. The padding at the end of a layer may be left out, as some clients do.</param>
    public LayerAnswer OnHashes(TPeer peer, in HashRequest echo, ReadOnlySpan<byte> hashes)
    {
        if (Find(peer, echo) is not { } chunk)
        {
            return LayerAnswer.Unasked;
        }

        var request = RequestOf(chunk);
        var uncles = MerkleProof.UnclesOf(chunk.Length, request.ProofLayers) * Sha256Hash.Length;
        var run = hashes.Length - uncles;
        if ((run != chunk.Length * Sha256Hash.Length && run != chunk.Pieces * Sha256Hash.Length)
            || MerkleProof.TopOf(_hasher, hashes[..run], _pieceLayer, chunk.Index, chunk.Length, hashes[run..]) != chunk.Root)
        {
            _liars.Add(peer);
            Withdraw(peer);
            return LayerAnswer.Lie;
        }

        chunk.Hashes = hashes[..(chunk.Pieces * Sha256Hash.Length)].ToArray();
        _verified++;
        _asked.Remove(chunk);
        foreach (var asked in chunk.Asked)
        {
            Answered(asked);
        }

        chunk.Asked.Clear();
        return LayerAnswer.Good;
    }

    /// <summary>The peer will not answer this request: others are asked, and it rests a while.</summary>
    public void OnReject(TPeer peer, in HashRequest echo, TimeSpan now)
    {
        if (Find(peer, echo) is { } chunk)
        {
            _resting[peer] = now + Limits.LayerReask;
            Answered(peer);
            Unask(chunk, peer);
        }
    }

    /// <summary>The connection ended.</summary>
    public void OnPeerGone(TPeer peer)
    {
        Withdraw(peer);
        _resting.Remove(peer);
        _liars.Remove(peer);
    }

    public void Dispose() => _hasher.Dispose();

    private void Plan(Sha256Hash root, int pieces)
    {
        var chunks = new LayerChunk<TPeer>[(pieces + Limits.LayerRun - 1) / Limits.LayerRun];
        for (var i = 0; i < chunks.Length; i++)
        {
            // A power of two even at the end of the layer: libtorrent answers no other, and the answer has padding.
            var index = i * Limits.LayerRun;
            var left = Math.Min(Limits.LayerRun, pieces - index);
            chunks[i] = new LayerChunk<TPeer>(root, index, Math.Max(2, (int)BitOperations.RoundUpToPowerOf2((uint)left)), left);
            _waiting.Enqueue(chunks[i]);
        }

        _byRoot.Add(root, chunks);
        ChunkCount += chunks.Length;
    }

    /// <summary>The proof reaches from the run to the root's children.</summary>
    private HashRequest RequestOf(LayerChunk<TPeer> chunk)
    {
        var chunks = _byRoot[chunk.Root];
        var pieces = chunks[^1].Index + chunks[^1].Pieces;
        var rootLayer = _pieceLayer + MerkleTree.RootLayer(pieces);
        return new HashRequest(chunk.Root, _pieceLayer, chunk.Index, chunk.Length, MerkleProof.LayersTo(rootLayer, _pieceLayer));
    }

    /// <summary>The run asked for longest ago of others that have been silent since.</summary>
    private LayerChunk<TPeer>? TakeSilent(TPeer peer, TimeSpan now)
    {
        for (var node = _asked.First; node is not null && now - node.Value.AskedAt >= Limits.LayerReask; node = node.Next)
        {
            if (!node.Value.Asked.Contains(peer))
            {
                _asked.Remove(node);
                return node.Value;
            }
        }

        return null;
    }

    private LayerChunk<TPeer>? Find(TPeer peer, in HashRequest echo)
    {
        if (echo.BaseLayer != _pieceLayer || echo.Index < 0 || echo.Index % Limits.LayerRun != 0
            || !_byRoot.TryGetValue(echo.PiecesRoot, out var chunks) || echo.Index / Limits.LayerRun >= chunks.Length)
        {
            return null;
        }

        var chunk = chunks[echo.Index / Limits.LayerRun];
        return chunk.Asked.Contains(peer) ? chunk : null;
    }

    private void Withdraw(TPeer peer)
    {
        if (!_outstanding.Remove(peer))
        {
            return;
        }

        for (var node = _asked.First; node is not null;)
        {
            var chunk = node.Value;
            node = node.Next;
            Unask(chunk, peer);
        }
    }

    private void Unask(LayerChunk<TPeer> chunk, TPeer peer)
    {
        if (chunk.Asked.Remove(peer) && chunk.Asked.Count == 0)
        {
            _asked.Remove(chunk);
            _waiting.Enqueue(chunk);
        }
    }

    private void Answered(TPeer peer)
    {
        if (--_outstanding[peer] == 0)
        {
            _outstanding.Remove(peer);
        }
    }
}
