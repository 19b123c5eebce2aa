using Shoal.Client.Banning;
using Shoal.Client.Picking;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime.Buffers;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>
/// Takes blocks until a piece is whole, has it hashed and written, and judges the outcome. What the disk refuses waits here and is tried again.
/// <code>
///   block ─► open piece ─► whole ─► SealedPiece on a worker ─┬─ good ─► have
///              │ too large, starved or stopping               ├─ bad  ─► thrown away, fetched again, senders suspected
///              └─► part file                                  └─ disk error ─► waits, tried again
/// </code>
/// </summary>
internal sealed class PieceKeeper
{
    private readonly Swarm _swarm;
    private readonly RecordKeeper _record;
    private readonly RefusedWork _refused;

    /// <summary>Pieces and blocks on workers.</summary>
    private int _working;
    private Action? _onIdle;

    /// <summary>The budget's refusals at the last tick.</summary>
    private int _refusals;
    private int _spilling;

    /// <summary>Slots of whole pieces that workers hash or write, or will.</summary>
    private int _sealed;

    /// <summary>So many are enough: two pieces keep two workers busy, however long they are.</summary>
    private readonly int _sealedEnough;

    public PieceKeeper(Swarm swarm)
    {
        _swarm = swarm;
        _sealedEnough = Math.Max(Limits.SealedWaiting, 2 * (swarm.Metainfo.Layout.PieceLength / Limits.BlockLength));
        _record = new RecordKeeper(swarm);
        _refused = new RefusedWork(swarm, _record, Submit, Submit);
    }

    /// <summary>A block of an open piece arrived; in memory its slot is the piece's, else it goes to the part file.</summary>
    public void OnBlock(OpenPiece piece, int block, Slot slot)
    {
        if (piece.IsSpilled)
        {
            Spill(piece, block, slot);
        }
        else if (piece.IsWhole)
        {
            Seal(piece);
        }
    }

    /// <summary>More waits for workers than may, blocks for the part file or whole pieces: asking for others must wait too.</summary>
    public bool IsDiskBehind => _spilling >= Limits.SpillsWaiting || _sealed >= _sealedEnough;

    /// <summary>Reads of this torrent began or ended on workers: a stop waits for them, because then the store closes.</summary>
    public void CountWork(int change)
    {
        _working += change;
        FinishIfIdle();
    }

    /// <summary>Pieces from the part file that were whole already.</summary>
    public void SealReopened()
    {
        foreach (var piece in _swarm.Picker.Open.Where(p => p.IsWhole).ToArray())
        {
            Seal(piece);
        }
    }

    /// <summary>Throws away the blocks of a piece that stays open: another peer fetches all of it.</summary>
    public void Empty(OpenPiece piece)
    {
        ReturnSlots(piece);
        piece.Empty();
    }

    /// <summary>Syncs and writes the resume record soon.</summary>
    public void SaveSoon() => _record.SaveNow();

    public void Tick(TimeSpan now)
    {
        _record.Tick(now);
        var refusals = _swarm.Context.Budget.Refusals;
        if (refusals == _refusals)
        {
            return;
        }

        _refusals = refusals;
        foreach (var piece in _swarm.Picker.Open.Where(p => !p.IsSpilled && now - p.ProgressAt > Limits.Starved).ToArray())
        {
            SpillAll(piece);
        }
    }

    /// <summary>The disk refused something: it is tried again after a while.</summary>
    public void RetryLater() => _refused.RetryLater();

    /// <summary>A verified piece could not be read.</summary>
    public void OnUnreadable(PieceIndex piece, StorageError error) => _refused.OnUnreadable(piece, error);

    /// <summary>Puts partial pieces into the part file and writes the record; then calls.</summary>
    public void Stop(Action onStopped)
    {
        _swarm.Trials.Stop();
        foreach (var piece in _swarm.Picker.Open.ToArray())
        {
            if (piece.IsSpilled)
            {
                Release(piece);
            }
            else
            {
                SpillAll(piece);
            }
        }

        _onIdle = () => _record.SaveLast(onStopped);
        FinishIfIdle();
    }

    /// <summary>The blocks here of each piece that lies in the part file.</summary>
    public List<(PieceIndex Piece, byte[] Blocks)> PartialPieces()
    {
        var partial = new List<(PieceIndex, byte[])>();
        foreach (var piece in _swarm.Picker.Open)
        {
            if (piece.IsSpilled && piece.BlocksHere > 0 && piece.PendingWrites == 0)
            {
                var blocks = new byte[Bits.BytesFor(piece.BlockCount)];
                for (var i = 0; i < piece.BlockCount; i++)
                {
                    if (piece.IsHere(i))
                    {
                        Bits.Set(blocks, i);
                    }
                }

                partial.Add((piece.Index, blocks));
            }
        }

        return partial;
    }

    private void SpillAll(OpenPiece piece)
    {
        var slots = piece.Slots;
        piece.IsSpilled = true;
        piece.Slots = [];
        for (var i = 0; i < slots.Length; i++)
        {
            if (!slots[i].IsNone)
            {
                Spill(piece, i, slots[i]);
            }
        }

        Release(piece);
    }

    private void Release(OpenPiece piece)
    {
        _swarm.Context.Budget.Release(piece.Reserved);
        piece.Reserved = 0;
    }

    private void Spill(OpenPiece piece, int block, Slot slot)
    {
        piece.PendingWrites++;
        _spilling++;
        Submit(new SpilledBlock(piece, block, new BufferRun(slot, piece.RequestOf(block).Length), _swarm.Store, OnSpilled));
    }

    private void OnSpilled(SpilledBlock spilled)
    {
        _working--;
        if (spilled.Error is { } error)
        {
            _refused.Add(spilled);
            _swarm.OnStorageError(error);
            FinishIfIdle();
            return;
        }

        _swarm.Context.Slab.Return(spilled.Data.Slot);
        _swarm.OnStorageWorks();
        spilled.Piece.PendingWrites--;
        if (_spilling-- == Limits.SpillsWaiting)
        {
            _swarm.Downloader.FillAll();
        }

        if (spilled.Piece.IsWhole && _onIdle is null)
        {
            Seal(spilled.Piece);
        }

        FinishIfIdle();
    }

    private void Seal(OpenPiece piece)
    {
        _swarm.Picker.Close(piece);
        Submit(new SealedPiece(piece, _swarm.Store, _swarm.Context.Slab, _swarm.Suspects.Await(piece.Index), OnHashed));
    }

    private void OnHashed(SealedPiece result)
    {
        _working--;
        _sealed -= result.Piece.Reserved;
        if (result.Error is { } error)
        {
            _refused.Add(result);
            _swarm.OnStorageError(error);
            FinishIfIdle();
            return;
        }

        if (result.Verdict != PieceVerdict.Bad)
        {
            GiveBack(result.Piece);
        }

        _swarm.OnStorageWorks();
        switch (result.Verdict)
        {
            case PieceVerdict.Good:
                _record.OnPiece();
                _swarm.Suspects.OnPassed(result.Piece.Index, result.Digests);
                _swarm.OnVerified(result.Piece.Index);
                break;
            case PieceVerdict.Contradiction:
                _swarm.OnContradiction(result.Piece.Index);
                break;
            default:
                Fail(result.Piece, result.Digests);
                break;
        }

        _swarm.Downloader.FillAll();
        FinishIfIdle();
    }

    /// <summary>Its memory is free.</summary>
    public void GiveBack(OpenPiece piece)
    {
        ReturnSlots(piece);
        Release(piece);
    }

    /// <summary>Nobody can say which blocks are to blame: all of the piece is fetched again, by one peer alone. Once it passes, its senders are judged.</summary>
    public void Refetch(OpenPiece piece)
    {
        GiveBack(piece);
        _swarm.Totals.Wasted += piece.DataLength;
        _swarm.Picker.Return(piece.Index, _swarm.Priorities[piece.Index.Value]);
        if (LoneSenderOf(piece) is null)
        {
            piece.Senders.ForEach(static sender => sender.Failures++);
            _swarm.Suspects.OnFailed(piece);
        }
    }

    /// <summary>These blocks are to blame, and nobody but their senders: they alone are fetched again.</summary>
    public void Refetch(OpenPiece piece, IReadOnlyList<int> bad)
    {
        var lone = LoneSenderOf(piece);
        var senders = bad.Select(piece.SenderOf).OfType<Peer>().Where(sender => sender != lone).Distinct().ToArray();
        foreach (var block in bad)
        {
            _swarm.Totals.Wasted += piece.RequestOf(block).Length;
            if (!piece.IsSpilled)
            {
                _swarm.Context.Slab.Return(piece.Slots[block]);
                piece.Slots[block] = default;
            }
        }

        piece.Lose(bad);
        piece.ProgressAt = _swarm.Context.Loop.Now;
        _swarm.Picker.Resume(piece);
        Array.ForEach(senders, _swarm.Suspects.Blame);
    }

    /// <summary>A lone sender is to blame, unless blocks were here before this run. Of a v2 torrent the leaves tell which blocks are wrong.</summary>
    private void Fail(OpenPiece piece, byte[]? digests)
    {
        _swarm.Totals.PiecesFailed++;
        piece.Digests = digests;
        if (LoneSenderOf(piece) is { } lone)
        {
            _swarm.Suspects.Blame(lone);
        }

        if (!_swarm.Trials.TryBegin(piece))
        {
            Refetch(piece);
        }
    }

    /// <summary>One that reconnected meanwhile is there twice.</summary>
    private static Peer? LoneSenderOf(OpenPiece piece) =>
        piece is { Senders: [var lone, ..], HasUnknownSender: false } && piece.Senders.TrueForAll(peer => Sender.Of(peer).Is(Sender.Of(lone))) ? lone : null;

    private void Submit(SealedPiece piece)
    {
        _working++;
        _sealed += piece.Piece.Reserved;
        _swarm.Context.Workers.Submit(piece, _swarm.Context.Loop, piece);
    }

    private void Submit(SpilledBlock block)
    {
        _working++;
        _swarm.Context.Workers.Submit(block, _swarm.Context.Loop, block);
    }

    private void ReturnSlots(OpenPiece piece)
    {
        for (var i = 0; i < piece.Slots.Length; i++)
        {
            if (!piece.Slots[i].IsNone)
            {
                _swarm.Context.Slab.Return(piece.Slots[i]);
                piece.Slots[i] = default;
            }
        }
    }

    private void FinishIfIdle()
    {
        if (_working == 0 && _onIdle is { } onIdle)
        {
            _onIdle = null;
            _refused.GiveUp(
                piece => GiveBack(piece.Piece),
                block => _swarm.Context.Slab.Return(block.Data.Slot));
            onIdle();
        }
    }
}
