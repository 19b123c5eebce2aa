using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Runtime;

namespace Shoal.Client.Hashes;

/// <summary>Compares the blocks of a failed piece with its leaves, on a worker. Nobody touches the slots meanwhile.</summary>
internal sealed class LeafCheck(PieceTrial trial, Action<LeafCheck> onDone) : IWork, IMail
{
    public PieceTrial Trial => trial;

    /// <summary>Blocks that are not what the torrent says.</summary>
    public List<int> Bad { get; } = [];

    /// <summary>On a worker.</summary>
    public void Run()
    {
        using var hasher = new MerkleHasher();
        Span<byte> leaf = stackalloc byte[Sha256Hash.Length];
        for (var i = 0; i < trial.Piece.BlockCount; i++)
        {
            hasher.HashLeaves(trial.Piece.Slots[i].Span[..trial.Piece.RequestOf(i).Length], leaf);
            if (!leaf.SequenceEqual(trial.Leaves.AsSpan(i * Sha256Hash.Length, Sha256Hash.Length)))
            {
                Bad.Add(i);
            }
        }
    }

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop() => onDone(this);
}
