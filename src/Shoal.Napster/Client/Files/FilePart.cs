using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;

namespace Shoal.Napster.Client.Files;

/// <summary>A part of a file that was read, and whose leaves any thread may hash: its owner, or one that has nothing else to do. Whoever takes it first does.</summary>
internal sealed class FilePart
{
    private const int Idle = 0;
    private const int Offered = 1;
    private const int Taken = 2;
    private const int Done = 3;

    private readonly byte[] _leaves = new byte[(int)MerkleTree.LeavesOf(Limits.HashPart) * Sha256Hash.Length];
    private int _length;
    private int _layer;
    private Sha256Hash _root;
    private volatile int _state;

    /// <summary>Layers above the leaves at which the root of a whole part stands.</summary>
    public static int WholeLayer { get; } = MerkleTree.PieceLayer(Limits.HashPart);

    /// <summary>Room for what is read.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(Limits.HashPart, pinned: true);

    public bool IsDone => _state == Done;

    /// <summary>The root of its leaves, as soon as they are hashed.</summary>
    public Sha256Hash Root => _root;

    /// <summary>Its buffer was filled; from now on it may be taken.</summary>
    /// <param name="length">Bytes, at least one.</param>
    /// <param name="layer">Layers above the leaves at which its root is wanted.</param>
    public void Offer(int length, int layer)
    {
        (_length, _layer) = (length, layer);
        _state = Offered;
    }

    /// <summary>Hashes it, if it was offered and nobody else does.</summary>
    public bool TryHash(MerkleHasher hasher)
    {
        if (Interlocked.CompareExchange(ref _state, Taken, Offered) != Offered)
        {
            return false;
        }

        hasher.Raise(_leaves, hasher.HashLeaves(Buffer.AsSpan(0, _length), _leaves), layer: 0, _layer);
        _root = new Sha256Hash(_leaves.AsSpan(0, Sha256Hash.Length));
        lock (_leaves)
        {
            _state = Done;
            Monitor.PulseAll(_leaves);
        }

        return true;
    }

    /// <summary>Waits until nobody hashes it any more; one that nobody took is taken back.</summary>
    public void Settle()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Offered) == Offered)
        {
            return;
        }

        lock (_leaves)
        {
            while (_state == Taken)
            {
                Monitor.Wait(_leaves);
            }
        }
    }
}
