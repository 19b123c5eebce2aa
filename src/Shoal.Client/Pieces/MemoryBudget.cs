using Shoal.Client.Leases;

namespace Shoal.Client.Pieces;

/// <summary>The client's memory for pieces under way, in slots. Reserved before a request is sent, so that what arrives always has a place. Any thread may call.</summary>
internal sealed class MemoryBudget(int slots)
{
    private readonly LeaseCounter _slots = new(slots);
    private int _refusals;

    /// <summary>All slots.</summary>
    public int Slots => _slots.Most;

    /// <summary>Slots promised now.</summary>
    public int Used => _slots.Used;

    /// <summary>Promises so many slots, or none.</summary>
    public bool TryReserve(int count)
    {
        if (_slots.TryTake(count))
        {
            return true;
        }

        Interlocked.Increment(ref _refusals);
        return false;
    }

    /// <summary>How often memory was refused: somebody wants more than is left, though some may be.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Takes a promise back.</summary>
    public void Release(int count) => _slots.Give(count);
}
