using Shoal.Runtime;

namespace Shoal.Client.Leases;

/// <summary>So many of a thing for a whole client, taken and given back. Any thread may call.</summary>
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

    /// <summary>Takes so many, or none.</summary>
    public bool TryTake(int count = 1)
    {
        var used = Volatile.Read(ref _used);
        while (used + count <= Most)
        {
            var seen = Interlocked.CompareExchange(ref _used, used + count, used);
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
