using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>What the disk refused, kept with its memory and tried again every so often until the disk works.</summary>
internal sealed class RefusedWork
{
    private readonly Swarm _swarm;
    private readonly RecordKeeper _record;
    private readonly Action<SealedPiece> _submitPiece;
    private readonly Action<SpilledBlock> _submitBlock;
    private readonly LoopTimer _timer;
    private readonly List<SealedPiece> _pieces = [];
    private readonly List<SpilledBlock> _blocks = [];

    /// <summary>A piece that could not be read for a peer; reading it tells when the disk works again.</summary>
    private PieceIndex? _unreadable;
    private bool _isArmed;

    public RefusedWork(Swarm swarm, RecordKeeper record, Action<SealedPiece> submitPiece, Action<SpilledBlock> submitBlock)
    {
        _swarm = swarm;
        _record = record;
        _submitPiece = submitPiece;
        _submitBlock = submitBlock;
        _timer = swarm.Context.Loop.CreateTimer(Retry);
    }

    public void Add(SealedPiece piece) => _pieces.Add(piece);

    public void Add(SpilledBlock block) => _blocks.Add(block);

    public void OnUnreadable(PieceIndex piece, StorageError error)
    {
        _unreadable = piece;
        _swarm.OnStorageError(error);
    }

    public void RetryLater()
    {
        if (!_isArmed)
        {
            _isArmed = true;
            _timer.Arm(Limits.StorageRetry);
        }
    }

    /// <summary>The torrent stops: what was refused is lost, and the retry that is still to come finds nothing.</summary>
    public void GiveUp(Action<SealedPiece> piece, Action<SpilledBlock> block)
    {
        _pieces.ForEach(piece);
        _blocks.ForEach(block);
        _pieces.Clear();
        _blocks.Clear();
    }

    private void Retry()
    {
        _isArmed = false;
        if (_swarm.State is SwarmState.Stopping or SwarmState.Stopped)
        {
            // A stop waits for what is under way, not for the disk to work again.
            return;
        }

        var pieces = _pieces.ToArray();
        var blocks = _blocks.ToArray();
        _pieces.Clear();
        _blocks.Clear();
        Array.ForEach(blocks, _submitBlock);
        Array.ForEach(pieces, _submitPiece);
        if (pieces.Length + blocks.Length > 0 || _swarm.State != SwarmState.StorageFailed)
        {
            return;
        }

        if (_unreadable is { } unreadable)
        {
            var probe = new ReadProbe(unreadable, _swarm.Store, _swarm.Context.Slab.Rent(), OnProbed);
            _swarm.Keeper.CountWork(1);
            _swarm.Context.Workers.Submit(probe, _swarm.Context.Loop, probe);
        }
        else
        {
            _record.SaveNow();
        }
    }

    private void OnProbed(ReadProbe probe)
    {
        _swarm.Context.Slab.Return(probe.Slot);
        _swarm.Keeper.CountWork(-1);
        if (probe.Error is { } error)
        {
            _swarm.OnStorageError(error);
        }
        else
        {
            _unreadable = null;
            _swarm.OnStorageWorks();
        }
    }
}
