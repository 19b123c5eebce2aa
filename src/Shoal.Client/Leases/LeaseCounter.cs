using Shoal.Runtime;

namespace Shoal.Client.Leases;

/// <summary>So many of a thing for a whole client, taken one by one and given back. Any thread may call.</summary>
internal sealed class LeaseCounter(int most)
{
    private int _most = most;
    private int _used;

    /// <summary>How many there are. May change; what is taken beyond stays taken.</summary>
    public int Most
    {
        get => Volatile.Read(ref _most);
        set => Volatile.Write(ref _most, value);
    }

    public int Used => Volatile.Read(ref _used);

    /// <summary>Takes one if one is left.</summary>
    public bool TryTake()
    {
        var used = Volatile.Read(ref _used);
        while (used < Most)
        {
            var seen = Interlocked.CompareExchange(ref _used, used + 1, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        return false;
    }

    public void Give(int count = 1) => Invariant.Check(Interlocked.Add(ref _used, -count) >= 0);
}
