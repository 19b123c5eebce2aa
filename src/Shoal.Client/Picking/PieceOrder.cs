using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Picking;

/// <summary>
/// The pieces still to be begun, most urgent first: by priority, then by rarity, in random order among equals.
/// <code>
///   order:  [ high: 0 1 1 2 | normal: 0 1 1 1 3 | low: … | out: begun, had or unwanted ]
///   ends:          the end of each bucket (priority × availability)
/// </code>
/// A change of availability by one moves a piece over one bucket border: one swap, whatever the number of pieces.
/// </summary>
internal sealed class PieceOrder
{
    /// <summary>Availabilities told apart; a piece that so many peers have is not rare.</summary>
    private const int Levels = 64;

    private const int Priorities = 3;
    private const int Out = Levels * Priorities;

    private readonly int[] _order;
    private readonly int[] _position;
    private readonly byte[] _bucket;

    /// <summary>Copies among the peers that are not seeds; seeds add the same to every piece.</summary>
    private readonly ushort[] _availability;

    private readonly byte[] _rank;

    /// <summary>One past the last entry of each bucket.</summary>
    private readonly int[] _ends = new int[Out + 1];
    private readonly IChance _chance;

    /// <summary>All pieces begin outside, with no copy known.</summary>
    public PieceOrder(int pieceCount, IChance chance)
    {
        _chance = chance;
        _order = new int[pieceCount];
        _position = new int[pieceCount];
        _bucket = new byte[pieceCount];
        _availability = new ushort[pieceCount];
        _rank = new byte[pieceCount];
        for (var i = 0; i < pieceCount; i++)
        {
            _order[i] = _position[i] = i;
            _bucket[i] = Out;
        }

        _ends[Out] = pieceCount;
    }

    /// <summary>Pieces that could be begun.</summary>
    public int Count => _ends[Out - 1];

    public int AvailabilityOf(PieceIndex piece) => _availability[piece.Value];

    /// <summary>The piece may be begun, with this priority.</summary>
    public void Insert(PieceIndex piece, PiecePriority priority)
    {
        Invariant.Check(priority != PiecePriority.Skip);
        _rank[piece.Value] = (byte)(PiecePriority.High - priority);
        Move(piece.Value, BucketOf(piece.Value));
    }

    /// <summary>The piece is begun, had or unwanted.</summary>
    public void Remove(PieceIndex piece) => Move(piece.Value, Out);

    public bool Contains(PieceIndex piece) => _bucket[piece.Value] != Out;

    /// <summary>One peer more or fewer has the piece.</summary>
    public void ChangeAvailability(PieceIndex piece, int by)
    {
        var changed = _availability[piece.Value] + by;
        Invariant.Check(changed is >= 0 and <= ushort.MaxValue);
        _availability[piece.Value] = (ushort)changed;
        if (Contains(piece))
        {
            Move(piece.Value, BucketOf(piece.Value));
        }
    }

    /// <summary>The most urgent piece of those that the peer has.</summary>
    public bool TryFindRarest(PieceSet among, out PieceIndex piece) => TryFind(among, 0, Count, out piece);

    /// <summary>Any piece that the peer has, of the highest priority there is: the first pieces are picked so, to have something to give soon.</summary>
    public bool TryFindRandom(PieceSet among, out PieceIndex piece)
    {
        for (var rank = 0; rank < Priorities; rank++)
        {
            var start = rank == 0 ? 0 : _ends[rank * Levels - 1];
            var end = _ends[(rank + 1) * Levels - 1];
            if (end == start)
            {
                continue;
            }

            var from = start + _chance.Below(end - start);
            if (TryFind(among, from, end, out piece) || TryFind(among, start, from, out piece))
            {
                return true;
            }
        }

        piece = default;
        return false;
    }

    /// <summary>The first piece by number that the peer has, from the given one on.</summary>
    public bool TryFindSequential(PieceSet among, int from, out PieceIndex piece)
    {
        for (var i = from; i < _order.Length; i++)
        {
            piece = new PieceIndex(i);
            if (Contains(piece) && among.Contains(piece))
            {
                return true;
            }
        }

        piece = default;
        return false;
    }

    private bool TryFind(PieceSet among, int from, int end, out PieceIndex piece)
    {
        for (var i = from; i < end; i++)
        {
            piece = new PieceIndex(_order[i]);
            if (among.Contains(piece))
            {
                return true;
            }
        }

        piece = default;
        return false;
    }

    private int BucketOf(int piece) => _rank[piece] * Levels + Math.Min(_availability[piece], (ushort)(Levels - 1));

    private void Move(int piece, int to)
    {
        var bucket = (int)_bucket[piece];
        while (bucket < to)
        {
            // Swap with the bucket's last entry and draw the border in front of it.
            Swap(piece, _order[--_ends[bucket]]);
            bucket++;
        }

        while (bucket > to)
        {
            bucket--;
            Swap(piece, _order[_ends[bucket]++]);
        }

        _bucket[piece] = (byte)to;
        if (to != Out)
        {
            var start = to == 0 ? 0 : _ends[to - 1];
            Swap(piece, _order[start + _chance.Below(_ends[to] - start)]);
        }
    }

    private void Swap(int a, int b)
    {
        (_position[a], _position[b]) = (_position[b], _position[a]);
        _order[_position[a]] = a;
        _order[_position[b]] = b;
    }
}
