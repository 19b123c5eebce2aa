using Shoal.Runtime;

namespace Shoal.Client.Pieces;

/// <summary>The client's memory for pieces under way, in slots. Reserved before a request is sent, so that what arrives always has a place. Any thread may call.</summary>
internal sealed class MemoryBudget(int slots)
{
    private int _used;
    private int _refusals;

    /// <summary>All slots.</summary>
    public int Slots => slots;

    /// <summary>Slots promised now.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Promises so many slots, or none.</summary>
    public bool TryReserve(int count)
    {
        var used = Volatile.Read(ref _used);
        while (used + count <= slots)
        {
            var seen = Interlocked.CompareExchange(ref _used, used + count, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        Interlocked.Increment(ref _refusals);
        return false;
    }

    /// <summary>How often memory was refused: somebody wants more than is left, though some may be.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Takes a promise back.</summary>
    public void Release(int count) => Invariant.Check(Interlocked.Add(ref _used, -count) >= 0);
}
