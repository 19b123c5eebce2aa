using System.Buffers;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Storage;

namespace Shoal.Client.Hashes;

/// <summary>One hash request on a worker: reads and hashes pieces where leaves are asked for, and takes the rest from the piece layers.</summary>
internal sealed class HashAnswer(Swarm swarm, FileTrees trees, Peer peer, int file, HashRequest request, Action<HashAnswer> onDone) : IWork, IMail
{
    public Peer Peer => peer;

    public HashRequest Request => request;

    /// <summary>The run and its uncles; null where the pieces on the disk are not what they were, or cannot be read.</summary>
    public byte[]? Hashes { get; private set; }

    /// <summary>On a worker.</summary>
    public void Run()
    {
        using var hasher = new MerkleHasher();
        var (first, end) = trees.PiecesOf(file, request);
        if (first == end)
        {
            Hashes = trees.Answer(hasher, file, request, default);
            return;
        }

        var width = swarm.Metainfo.V2LeavesOf(new PieceIndex(first)) * Sha256Hash.Length;
        var leaves = ArrayPool<byte>.Shared.Rent((end - first) * width);
        var used = leaves.AsSpan(0, (end - first) * width);
        used.Clear();
        var isGood = true;
        for (var piece = first; piece < end && isGood; piece++)
        {
            isGood = TryHash(hasher, new PieceIndex(piece), used.Slice((piece - first) * width, width));
        }

        Hashes = isGood ? trees.Answer(hasher, file, request, used) : null;
        ArrayPool<byte>.Shared.Return(leaves);
    }

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop() => onDone(this);

    private bool TryHash(MerkleHasher hasher, PieceIndex piece, Span<byte> leaves)
    {
        var slab = swarm.Context.Slab;
        var runs = new BufferRun[Limits.ReadBatch];
        for (var i = 0; i < runs.Length; i++)
        {
            runs[i] = new BufferRun(slab.Rent(), BufferSlab.SlotLength);
        }

        var length = swarm.Metainfo.Layout.DataLengthOf(piece);
        var isRead = true;
        var leaf = 0;
        for (var begin = 0; begin < length && isRead;)
        {
            var count = 0;
            for (var at = begin; at < length && count < runs.Length; at += BufferSlab.SlotLength)
            {
                runs[count] = new BufferRun(runs[count].Slot, Math.Min(BufferSlab.SlotLength, length - at));
                count++;
            }

            isRead = swarm.Store.Read(piece, begin, runs.AsSpan(0, count)) is null;
            for (var i = 0; i < count && isRead; i++, leaf++)
            {
                hasher.HashLeaves(runs[i].Slot.Span[..runs[i].Length], leaves[(leaf * Sha256Hash.Length)..]);
                begin += runs[i].Length;
            }
        }

        Array.ForEach(runs, run => slab.Return(run.Slot));
        // A disk that lies must not make a liar of us.
        return isRead && hasher.RootOf(leaves, layer: 0, leaves.Length / Sha256Hash.Length).Span.SequenceEqual(swarm.Metainfo.V2HashOf(piece));
    }
}
