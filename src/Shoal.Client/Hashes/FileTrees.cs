using System.Numerics;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Client.Hashes;

/// <summary>
/// Answers hash requests (BEP 52) for one torrent from its piece layers, and from leaves of pieces where those are asked for. Any thread may call.
/// <code>
///   layers above 512 pieces   from checkpoints: one hash for each 512 pieces, made when first needed
///   layers of pieces and up   from the piece layers that came with the torrent
///   layers below pieces       from leaves that the caller makes of the pieces' bytes; never kept
/// </code>
/// </summary>
internal sealed class FileTrees
{
    /// <summary>Layers from pieces to checkpoints: 1 / 512 of the memory of the piece layers, and no answer hashes more than a few thousand nodes.</summary>
    private const int CheckpointHeight = 9;

    private readonly TorrentMetainfo _torrent;
    private readonly Lock _gate = new();
    private readonly Dictionary<int, byte[]> _checkpoints = [];

    /// <summary>The first file of each root, and for each file the next of the same content.</summary>
    private Dictionary<Sha256Hash, int>? _byRoot;
    private int[] _nextTwin = [];

    public FileTrees(TorrentMetainfo torrent)
    {
        _torrent = torrent;
        PieceLayer = torrent.HasV2 ? MerkleTree.PieceLayer(torrent.Layout.PieceLength) : 0;
    }

    /// <summary>The layer of whole pieces, of files longer than one.</summary>
    public int PieceLayer { get; }

    /// <summary>The files of this content, in order.</summary>
    public IEnumerable<int> FilesOf(Sha256Hash root)
    {
        lock (_gate)
        {
            Index();
        }

        for (var file = _byRoot!.GetValueOrDefault(root, -1); file >= 0; file = _nextTwin[file])
        {
            yield return file;
        }
    }

    /// <summary>The layer of the file's root.</summary>
    public int RootLayerOf(int file) => MerkleTree.RootLayer(MerkleTree.LeavesOf(_torrent.Files[file].Length));

    /// <summary>True for a run that the file's tree has, with uncles below its root: what libtorrent answers too.</summary>
    public bool IsAnswerable(int file, in HashRequest request)
    {
        var rootLayer = RootLayerOf(file);
        if (request.BaseLayer < 0 || request.BaseLayer >= rootLayer || request.Length is < 2 or > Limits.HashesServed || !BitOperations.IsPow2(request.Length)
            || request.Index < 0 || request.Index % request.Length != 0 || request.ProofLayers < 0 || request.ProofLayers > MerkleProof.LayersTo(rootLayer, request.BaseLayer))
        {
            return false;
        }

        var (first, end) = PiecesOf(file, request);
        return (long)request.Index + request.Length <= 1L << (rootLayer - request.BaseLayer)
            && (request.BaseLayer >= PieceLayer || end - first <= 1 || (end - first) << PieceLayer <= Limits.HashesServed);
    }

    /// <summary>The pieces whose leaves an answer is made of; none where the piece layers suffice, or only padding is asked for.</summary>
    public (int First, int End) PiecesOf(int file, in HashRequest request)
    {
        if (request.BaseLayer >= PieceLayer)
        {
            return (0, 0);
        }

        var (first, end) = _torrent.Layout.PiecesOf(file);
        var leaf = (long)request.Index << request.BaseLayer;
        var leaves = (long)request.Length << request.BaseLayer;
        var from = Math.Min(end, first + (leaf >> PieceLayer));
        return ((int)from, (int)Math.Min(end, first + ((leaf + leaves - 1) >> PieceLayer) + 1));
    }

    /// <summary>The hashes that answer a request which <see cref="IsAnswerable"/>.</summary>
    /// <param name="leaves">32 bytes for each leaf of each piece of <see cref="PiecesOf"/>, padded to whole pieces (of a file within one piece: to its own width); changed by the call.</param>
    public byte[] Answer(MerkleHasher hasher, int file, in HashRequest request, Span<byte> leaves)
    {
        var uncles = MerkleProof.UnclesOf(request.Length, request.ProofLayers);
        var answer = new byte[(request.Length + uncles) * Sha256Hash.Length];
        var run = answer.AsSpan(0, request.Length * Sha256Hash.Length);
        var layer = MerkleProof.FirstUncleLayer(request.BaseLayer, request.Length);
        var node = request.Index / request.Length;
        if (request.BaseLayer >= PieceLayer)
        {
            CopyRun(hasher, file, request, run);
        }
        else
        {
            // The leaves begin where their first piece does.
            var skipped = leaves.IsEmpty ? 0 : (PiecesOf(file, request).First - _torrent.Layout.PiecesOf(file).First) << (PieceLayer - request.BaseLayer);
            var here = leaves.IsEmpty ? 0 : hasher.Raise(leaves, leaves.Length / Sha256Hash.Length, 0, request.BaseLayer);
            CopyFrom(leaves[..(here * Sha256Hash.Length)], skipped, request, run);
            var top = Math.Min(PieceLayer, RootLayerOf(file));
            for (var below = request.BaseLayer; layer < top && uncles > 0; uncles--, layer++, node >>= 1)
            {
                if (leaves.IsEmpty)
                {
                    MerkleTree.ZeroSubtree(layer).CopyTo(answer.AsSpan(answer.Length - uncles * Sha256Hash.Length));
                    continue;
                }

                here = hasher.Raise(leaves, here, below, layer);
                below = layer;
                var at = (node ^ 1) - (skipped >> (layer - request.BaseLayer));
                leaves.Slice(at * Sha256Hash.Length, Sha256Hash.Length).CopyTo(answer.AsSpan(answer.Length - uncles * Sha256Hash.Length));
            }
        }

        for (; uncles > 0; uncles--, layer++, node >>= 1)
        {
            NodeAt(hasher, file, layer, node ^ 1).Span.CopyTo(answer.AsSpan(answer.Length - uncles * Sha256Hash.Length));
        }

        return answer;
    }

    private static void CopyFrom(ReadOnlySpan<byte> layer, int skipped, in HashRequest request, Span<byte> run)
    {
        for (var i = 0; i < request.Length; i++)
        {
            var at = (request.Index - skipped + i) * Sha256Hash.Length;
            (at < layer.Length ? layer.Slice(at, Sha256Hash.Length) : MerkleTree.ZeroSubtree(request.BaseLayer)).CopyTo(run[(i * Sha256Hash.Length)..]);
        }
    }

    private void CopyRun(MerkleHasher hasher, int file, in HashRequest request, Span<byte> run)
    {
        for (var i = 0; i < request.Length; i++)
        {
            NodeAt(hasher, file, request.BaseLayer, request.Index + i).Span.CopyTo(run[(i * Sha256Hash.Length)..]);
        }
    }

    /// <summary>A node of the piece layer or above.</summary>
    private Sha256Hash NodeAt(MerkleHasher hasher, int file, int layer, int index)
    {
        var height = layer - PieceLayer;
        var source = height > CheckpointHeight ? CheckpointsOf(hasher, file) : PiecesOf(file);
        var sourceHeight = height > CheckpointHeight ? CheckpointHeight : 0;
        var count = source.Length / Sha256Hash.Length;
        var first = (long)index << (height - sourceHeight);
        if (first >= count)
        {
            return new Sha256Hash(MerkleTree.ZeroSubtree(layer));
        }

        var end = Math.Min(count, first + (1L << (height - sourceHeight)));
        return hasher.RootOf(source[(int)(first * Sha256Hash.Length)..(int)(end * Sha256Hash.Length)], PieceLayer + sourceHeight, 1L << (height - sourceHeight));
    }

    private ReadOnlySpan<byte> PiecesOf(int file)
    {
        var (first, end) = _torrent.Layout.PiecesOf(file);
        return _torrent.V2Pieces.Span[(first * Sha256Hash.Length)..(end * Sha256Hash.Length)];
    }

    private byte[] CheckpointsOf(MerkleHasher hasher, int file)
    {
        lock (_gate)
        {
            if (_checkpoints.TryGetValue(file, out var known))
            {
                return known;
            }

            var scratch = PiecesOf(file).ToArray();
            var count = hasher.Raise(scratch, scratch.Length / Sha256Hash.Length, PieceLayer, PieceLayer + CheckpointHeight);
            return _checkpoints[file] = scratch[..(count * Sha256Hash.Length)];
        }
    }

    private void Index()
    {
        if (_byRoot is not null)
        {
            return;
        }

        var byRoot = new Dictionary<Sha256Hash, int>();
        _nextTwin = new int[_torrent.Files.Count];
        for (var i = _torrent.Files.Count - 1; i >= 0; i--)
        {
            if (_torrent.Files[i].PiecesRoot is { } root)
            {
                _nextTwin[i] = byRoot.GetValueOrDefault(root, -1);
                byRoot[root] = i;
            }
        }

        _byRoot = byRoot;
    }
}
