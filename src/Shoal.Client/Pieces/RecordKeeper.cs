using Shoal.Client.Swarms;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Client.Pieces;

/// <summary>Writes the resume record: every so often while pieces come, when all is here, and at the end. One save at a time.</summary>
internal sealed class RecordKeeper(Swarm swarm) : IWork, IMail
{
    private ResumeState? _state;
    private StorageError? _error;
    private TimeSpan _savedAt;
    private bool _isDirty;
    private bool _isSaving;
    private Action? _onSavedLast;

    /// <summary>A piece was written that the record does not name.</summary>
    public void OnPiece() => _isDirty = true;

    public void Tick(TimeSpan now)
    {
        if (_isDirty && now - _savedAt >= Limits.SaveEvery)
        {
            SaveNow();
        }
    }

    public void SaveNow()
    {
        if (!_isSaving)
        {
            Save(isClean: false);
        }
    }

    /// <summary>The last save of an orderly stop.</summary>
    public void SaveLast(Action onSaved)
    {
        _onSavedLast = onSaved;
        if (!_isSaving)
        {
            Save(isClean: true);
        }
    }

    /// <summary>On a worker.</summary>
    public void Run() => _error = swarm.Store.Save(_state!);

    /// <summary>Back on the loop.</summary>
    public void OpenOnLoop()
    {
        _isSaving = false;
        if (_onSavedLast is { } last)
        {
            if (_state!.IsClean)
            {
                _onSavedLast = null;
                last();
            }
            else
            {
                Save(isClean: true);
            }

            return;
        }

        if (_error is { } error)
        {
            _isDirty = true;
            swarm.OnStorageError(error);
        }
        else
        {
            swarm.OnStorageWorks();
        }
    }

    private void Save(bool isClean)
    {
        _isSaving = true;
        _isDirty = false;
        _savedAt = swarm.Context.Loop.Now;
        _state = new ResumeState
        {
            Have = swarm.Have.ToBytes(),
            Partial = swarm.Keeper.PartialPieces(),
            IsClean = isClean,
            Downloaded = swarm.Totals.Before.Received + swarm.Totals.ReceivedWith(swarm.Peers),
            Uploaded = swarm.Totals.Before.Sent + swarm.Totals.SentWith(swarm.Peers),
        };
        swarm.Context.Workers.Submit(this, swarm.Context.Loop, this);
    }
}
