using System.Numerics;
using Shoal.Client.Picking;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;

namespace Shoal.Client.Hashes;

/// <summary>A piece that failed, while its leaves are fetched.</summary>
internal sealed class PieceTrial
{
    private readonly Sha256Hash _root;
    private readonly Sha256Hash _top;

    /// <summary>The piece's first leaf, counted in its file.</summary>
    private readonly int _firstLeaf;

    /// <summary>Leaves of the tree under the piece's hash.</summary>
    private readonly int _width;
    private readonly bool[] _isRunHere;

    public PieceTrial(OpenPiece piece, TorrentMetainfo torrent)
    {
        Piece = piece;
        var layout = torrent.Layout;
        var file = layout.FileAt(layout.OffsetOf(piece.Index));
        _root = torrent.Files[file].PiecesRoot!.Value;
        _top = new Sha256Hash(torrent.V2HashOf(piece.Index));
        _width = torrent.V2LeavesOf(piece.Index);
        _firstLeaf = (piece.Index.Value - layout.PiecesOf(file).First) * (layout.PieceLength / MerkleTree.LeafLength);
        _isRunHere = new bool[(piece.BlockCount + RunLength - 1) / RunLength];
        Leaves = new byte[piece.BlockCount * Sha256Hash.Length];
    }

    public OpenPiece Piece { get; }

    /// <summary>32 bytes for each block, as far as they are verified.</summary>
    public byte[] Leaves { get; }

    public bool IsWhole => Array.TrueForAll(_isRunHere, here => here);

    /// <summary>Who was asked, the last one last.</summary>
    public List<Peer> Asked { get; } = [];

    /// <summary>When the last one was asked.</summary>
    public TimeSpan AskedAt { get; set; }

    private int RunLength => Math.Min(Limits.LayerRun, _width);

    /// <summary>What to ask for: runs of leaves with uncles up to the piece's own hash, which is known.</summary>
    public IEnumerable<HashRequest> Requests()
    {
        for (var i = 0; i < _isRunHere.Length; i++)
        {
            if (!_isRunHere[i])
            {
                yield return RequestOf(i);
            }
        }
    }

    /// <summary>True where the request is of this trial.</summary>
    public bool Owns(in HashRequest request) => RunOf(request) >= 0;

    /// <summary>Takes an answer; false where it is a lie.</summary>
    public bool TryTake(MerkleHasher hasher, in HashRequest request, ReadOnlySpan<byte> hashes)
    {
        var run = RunOf(request);
        var first = run * RunLength;
        var blocks = Math.Min(RunLength, Piece.BlockCount - first) * Sha256Hash.Length;
        var given = hashes.Length - MerkleProof.UnclesOf(RunLength, request.ProofLayers) * Sha256Hash.Length;
        if ((given != blocks && given != RunLength * Sha256Hash.Length)
            || MerkleProof.TopOf(hasher, hashes[..given], 0, first, RunLength, hashes[given..]) != _top)
        {
            return false;
        }

        hashes[..blocks].CopyTo(Leaves.AsSpan(first * Sha256Hash.Length));
        _isRunHere[run] = true;
        return true;
    }

    private HashRequest RequestOf(int run) =>
        new(_root, 0, _firstLeaf + run * RunLength, RunLength, MerkleProof.LayersTo(BitOperations.Log2((uint)_width), 0));

    private int RunOf(in HashRequest request)
    {
        var run = request.Index < _firstLeaf ? -1 : (request.Index - _firstLeaf) / RunLength;
        return run >= 0 && run < _isRunHere.Length && request == RequestOf(run) ? run : -1;
    }
}
