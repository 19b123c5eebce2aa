using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Metainfo.Layout;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Picking;

/// <summary>
/// Which block to ask a peer for.
/// <code>
///   its own open piece ─► an open piece nobody drives ─► the rarest piece not begun ─► another peer's piece ─► end game
/// </code>
/// The first pieces are picked by chance (to have something to give soon), all in order when sequential.
/// A piece is begun only when memory for all of it is granted, so a begun piece can always finish.
/// </summary>
internal sealed class PiecePicker(FileLayout layout, MemoryBudget budget, IChance chance, bool isSequential)
{
    /// <summary>Pieces picked by chance before rarity counts (libtorrent's figure).</summary>
    private const int RandomFirst = 4;

    /// <summary>With more pieces open, those that are left are finished first, whoever has them.</summary>
    private const int MostLeft = 64;

    private readonly Dictionary<int, OpenPiece> _open = [];

    /// <summary>In order of opening: what finishing partials goes through.</summary>
    private readonly List<OpenPiece> _opened = [];

    /// <summary>Pieces that failed and are to be begun again, before all others, as only when one has passed is it known who was to blame. One peer must fetch each alone.</summary>
    private readonly List<PieceIndex> _failed = [];

    private int _begun;
    private int _sequentialCursor;

    public PieceOrder Order { get; } = new(layout.PieceCount, chance);

    /// <summary>Pieces being fetched.</summary>
    public IReadOnlyList<OpenPiece> Open => _opened;

    public OpenPiece? Find(PieceIndex piece) => _open.GetValueOrDefault(piece.Value);

    /// <summary>The next block to ask this peer for. False: nothing that it has is wanted, or memory has run out.</summary>
    public bool TryPick(Peer peer, out OpenPiece piece, out int block)
    {
        var picked = peer.Current is { FreeBlocks: > 0 } current && current.Owner == peer ? current
            : FindLeft(peer)
            ?? OpenNext(peer)
            ?? FindOpen(peer, ownerless: false);
        if (picked is not null)
        {
            piece = picked;
            if (!peer.IsSnubbed)
            {
                // A snubbed peer is asked for one block to see whether it is back; it must not keep a piece from the others.
                piece.Owner ??= peer;
                peer.Current = piece;
            }

            block = piece.NextFree();
            return true;
        }

        return TryPickBusy(peer, out piece!, out block);
    }

    /// <summary>Takes up a piece of which blocks lie in the part file since before a restart.</summary>
    public void Reopen(PieceIndex index, ReadOnlySpan<byte> blocks)
    {
        var piece = Begin(index, isSpilled: true);
        for (var i = 0; i < piece.BlockCount; i++)
        {
            if (Bits.Get(blocks, i))
            {
                piece.Arrive(i, default, null);
            }
        }
    }

    /// <summary>The piece is whole and goes to be hashed, or its remains are thrown away.</summary>
    public void Close(OpenPiece piece)
    {
        _open.Remove(piece.Index.Value);
        _opened.Remove(piece);
    }

    /// <summary>A piece that failed keeps its good blocks: it goes on where it was.</summary>
    public void Resume(OpenPiece piece)
    {
        _open.Add(piece.Index.Value, piece);
        _opened.Add(piece);
    }

    /// <summary>The piece failed: it can be begun again, by one peer alone.</summary>
    public void Return(PieceIndex piece, PiecePriority priority)
    {
        Order.Insert(piece, priority);
        _sequentialCursor = Math.Min(_sequentialCursor, piece.Value);
        _failed.Add(piece);
    }

    /// <summary>
    /// A piece that nobody drives any more, unless the peer has a rarer one not begun: what is left others have too, so a seed
    /// that finished it would send twice what it must send once, and what only it has would wait.
    /// </summary>
    private OpenPiece? FindLeft(Peer peer) =>
        FindOpen(peer, ownerless: true) is { } left
        && (_opened.Count > MostLeft || !TryFindNext(peer, out var next) || Order.AvailabilityOf(next) >= Order.AvailabilityOf(left.Index))
            ? left
            : null;

    /// <summary>An open piece with free blocks that the peer has: one that nobody drives, or as a last resort anybody's.</summary>
    private OpenPiece? FindOpen(Peer peer, bool ownerless)
    {
        OpenPiece? best = null;
        foreach (var piece in _opened)
        {
            if (piece.FreeBlocks > 0 && (!ownerless || piece.Owner is null) && peer.MayFetch(piece.Index)
                && (!piece.IsExclusive || piece.Owner is null || piece.Owner == peer)
                && (best is null || piece.BlocksHere > best.BlocksHere))
            {
                best = piece;
            }
        }

        return best;
    }

    private OpenPiece? OpenNext(Peer peer)
    {
        if (!TryFindNext(peer, out var index))
        {
            return null;
        }

        var slots = SlotsOf(index);
        var isSpilled = slots > budget.Slots / 4;
        var reserved = isSpilled ? budget.Slots / 8 : slots;
        if (!budget.TryReserve(reserved))
        {
            return null;
        }

        var piece = Begin(index, isSpilled);
        piece.Reserved = reserved;
        return piece;
    }

    private int SlotsOf(PieceIndex index) => (layout.DataLengthOf(index) + Limits.BlockLength - 1) / Limits.BlockLength;

    private OpenPiece Begin(PieceIndex index, bool isSpilled)
    {
        Order.Remove(index);
        var piece = new OpenPiece(index, layout.DataLengthOf(index), isSpilled) { IsExclusive = _failed.Remove(index) };
        _open.Add(index.Value, piece);
        _opened.Add(piece);
        _begun++;
        return piece;
    }

    private bool TryFindNext(Peer peer, out PieceIndex index)
    {
        if (peer.IsChoked)
        {
            return peer.TryFindAllowedFast(Order, out index);
        }

        foreach (var failed in _failed)
        {
            if (peer.Have.Contains(failed))
            {
                index = failed;
                return true;
            }
        }

        if (isSequential)
        {
            while (_sequentialCursor < layout.PieceCount && !Order.Contains(new PieceIndex(_sequentialCursor)))
            {
                _sequentialCursor++;
            }

            return Order.TryFindSequential(peer.Have, _sequentialCursor, out index);
        }

        return _begun < RandomFirst ? Order.TryFindRandom(peer.Have, out index) : Order.TryFindRarest(peer.Have, out index);
    }

    /// <summary>End game: everything is asked for, so ask for what others owe, fewest copies first, one block at a time.</summary>
    private bool TryPickBusy(Peer peer, out OpenPiece? piece, out int block)
    {
        piece = null;
        block = -1;
        if (Order.Count > 0 || peer.Connection.OutstandingCount > 0)
        {
            return false;
        }

        var fewest = Limits.EndGameCopies;
        foreach (var candidate in _opened)
        {
            if (candidate.IsExclusive || !peer.MayFetch(candidate.Index))
            {
                continue;
            }

            for (var i = 0; i < candidate.BlockCount; i++)
            {
                if (!candidate.IsHere(i) && candidate.AskedOf(i) < fewest && !peer.HasAsked(candidate.RequestOf(i)))
                {
                    (piece, block, fewest) = (candidate, i, candidate.AskedOf(i));
                }
            }
        }

        return piece is not null;
    }
}
