using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Client.Picking;

/// <summary>A piece that is being fetched: which blocks are free, asked for, or here.</summary>
internal sealed class OpenPiece
{
    private const byte Here = byte.MaxValue;

    /// <summary>For each block how many unsnubbed peers are asked for it, or that it is here.</summary>
    private readonly byte[] _blocks;

    /// <summary>Who sent each block that is here; null where nobody knows.</summary>
    private readonly Peer?[] _from;

    /// <summary>Blocks before this one are not free.</summary>
    private int _cursor;

    /// <summary>A piece of which nothing is here yet.</summary>
    public OpenPiece(PieceIndex index, int dataLength, bool isSpilled)
    {
        Index = index;
        DataLength = dataLength;
        IsSpilled = isSpilled;
        var count = (dataLength + Limits.BlockLength - 1) / Limits.BlockLength;
        _blocks = new byte[count];
        _from = new Peer?[count];
        Slots = isSpilled ? [] : new Slot[count];
        FreeBlocks = count;
    }

    public PieceIndex Index { get; }

    /// <summary>Bytes to fetch: trailing padding is not among them.</summary>
    public int DataLength { get; }

    /// <summary>Blocks lie in the part file instead of in memory: the piece is too large for the budget, or was begun before a restart.</summary>
    public bool IsSpilled { get; set; }

    /// <summary>Blocks on their way to the part file.</summary>
    public int PendingWrites { get; set; }

    /// <summary>Slots of the memory budget that it holds.</summary>
    public int Reserved { get; set; }

    /// <summary>Loop time of its last block.</summary>
    public TimeSpan ProgressAt { get; set; }

    /// <summary>The blocks that are here, in order; the piece owns them.</summary>
    public Slot[] Slots { get; set; }

    /// <summary>SHA-256 of each block, once the piece has failed as it is.</summary>
    public byte[]? Digests { get; set; }

    public int BlockCount => _blocks.Length;

    /// <summary>Blocks neither here nor asked for.</summary>
    public int FreeBlocks { get; private set; }

    public int BlocksHere { get; private set; }

    /// <summary>All blocks are here, and on disk where that is their place.</summary>
    public bool IsWhole => BlocksHere == BlockCount && PendingWrites == 0;

    /// <summary>The peer that fetches it; others join only when there is nothing better for them.</summary>
    public Peer? Owner { get; set; }

    /// <summary>Set after a failure with several senders: one peer alone fetches it, so that the next failure names the culprit.</summary>
    public bool IsExclusive { get; set; }

    /// <summary>Everybody whose blocks are in it.</summary>
    public List<Peer> Senders { get; } = [];

    /// <summary>Some block came in an earlier run of the program, nobody knows from whom.</summary>
    public bool HasUnknownSender { get; private set; }

    /// <summary>What a request for the block says.</summary>
    public BlockRequest RequestOf(int block) =>
        new(Index, block * Limits.BlockLength, Math.Min(Limits.BlockLength, DataLength - block * Limits.BlockLength));

    /// <summary>Who sent a block that is here; null where that was in an earlier run.</summary>
    public Peer? SenderOf(int block) => _from[block];

    public bool IsHere(int block) => _blocks[block] == Here;

    /// <summary>How many peers are asked for a block that is not here.</summary>
    public int AskedOf(int block)
    {
        Invariant.Check(!IsHere(block));
        return _blocks[block];
    }

    /// <summary>The first free block.</summary>
    public int NextFree()
    {
        Invariant.Check(FreeBlocks > 0);
        while (_blocks[_cursor] != 0)
        {
            _cursor++;
        }

        return _cursor;
    }

    /// <summary>One peer more is asked.</summary>
    public void Ask(int block)
    {
        Invariant.Check(_blocks[block] < Here - 1);
        if (_blocks[block]++ == 0)
        {
            FreeBlocks--;
        }
    }

    /// <summary>One peer fewer is asked: it refused, left, or was snubbed.</summary>
    public void Unask(int block)
    {
        if (_blocks[block] == Here)
        {
            return;
        }

        Invariant.Check(_blocks[block] > 0);
        if (--_blocks[block] == 0)
        {
            FreeBlocks++;
            _cursor = Math.Min(_cursor, block);
        }
    }

    /// <summary>The block came. Its slot, if it stays in memory, is the piece's now.</summary>
    public void Arrive(int block, Slot slot, Peer? from)
    {
        Invariant.Check(!IsHere(block));
        if (_blocks[block] == 0)
        {
            FreeBlocks--;
        }

        _blocks[block] = Here;
        _from[block] = from;
        BlocksHere++;
        if (!IsSpilled)
        {
            Slots[block] = slot;
        }

        HasUnknownSender |= from is null;
        if (from is not null && !Senders.Contains(from))
        {
            Senders.Add(from);
        }
    }

    /// <summary>The piece failed, and these blocks were to blame: they are free again, the others stay. The caller has taken the slots.</summary>
    public void Lose(IReadOnlyList<int> bad)
    {
        foreach (var block in bad)
        {
            Invariant.Check(IsHere(block));
            _blocks[block] = 0;
            _from[block] = null;
            BlocksHere--;
            FreeBlocks++;
        }

        Digests = null;
        _cursor = 0;
        Owner = null;
        IsExclusive = false;
        Senders.Clear();
        Senders.AddRange(_from.OfType<Peer>().Distinct());
        HasUnknownSender = Enumerable.Range(0, BlockCount).Any(i => IsHere(i) && _from[i] is null);
    }

    /// <summary>As it was at the beginning, with nothing here and nobody asked; the caller has taken the slots.</summary>
    public void Empty()
    {
        Array.Clear(_blocks);
        Array.Clear(_from);
        FreeBlocks = BlockCount;
        BlocksHere = 0;
        _cursor = 0;
        Senders.Clear();
        HasUnknownSender = false;
    }
}
