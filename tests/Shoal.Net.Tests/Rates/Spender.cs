using Shoal.Net.Rates;
using Shoal.Runtime.Tests;

namespace Shoal.Net.Tests.Rates;

/// <summary>Takes all that a lane gives, from when it is told to begin, and remembers when each byte came.</summary>
internal sealed class Spender
{
    private readonly HandDrivenLoop _loop;
    private readonly Func<int> _next;
    private readonly List<(double At, int Bytes)> _taken = [];
    private bool _isWilling;

    public Spender(HandDrivenLoop loop, TokenBucket own, TokenBucket shared, Func<int>? next = null)
    {
        _loop = loop;
        _next = next ?? (static () => 16384);
        Lane = new RateLane(loop, own, shared, Spend);
    }

    public RateLane Lane { get; }

    public long Total => _taken.Sum(t => (long)t.Bytes);

    public IReadOnlyList<(double At, int Bytes)> Taken => _taken;

    public void Begin()
    {
        _isWilling = true;
        Spend();
    }

    public void Pause() => _isWilling = false;

    private void Spend()
    {
        for (var bytes = _next(); _isWilling && Lane.TryTake(bytes); bytes = _next())
        {
            _taken.Add((_loop.Now.TotalSeconds, bytes));
        }
    }

    /// <summary>The most bytes in any stretch of time beyond what the rate allows in it.</summary>
    public static double WorstBurst(IReadOnlyList<(double At, int Bytes)> taken, double rate)
    {
        // The worst stretch that ends here: the one before it made longer, or a new one.
        var (worst, here, last) = (0.0, 0.0, 0.0);
        foreach (var (at, bytes) in taken)
        {
            here = Math.Max(0, here - (rate * (at - last))) + bytes;
            last = at;
            worst = Math.Max(worst, here);
        }

        return worst;
    }
}
