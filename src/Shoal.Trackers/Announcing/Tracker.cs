using Shoal.Runtime;

namespace Shoal.Trackers.Announcing;

/// <summary>One tracker of one torrent: when it may be asked again, and what it said.</summary>
internal sealed class Tracker
{
    private readonly string _text;

    public Tracker(string text, int tier)
    {
        _text = text;
        Tier = tier;
        Shown = ShownUrl.Of(text);
        IsOut = !TrackerUrl.TryParse(text, out var url, out var reason);
        Url = url;
        LastError = reason is null ? null : "has an URL that " + reason;
    }

    public int Tier { get; }

    public string Shown { get; }

    /// <summary>Null where it cannot be read.</summary>
    public TrackerUrl? Url { get; }

    /// <summary>Never asked again.</summary>
    public bool IsOut { get; private set; }

    /// <summary>A round is under way.</summary>
    public bool IsBusy { get; set; }

    public List<Leg> Legs { get; } = [];

    /// <summary>Announces in a row that failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Of these, the last ones in which a UDP tracker was silent.</summary>
    private int Silences { get; set; }

    /// <summary>Failed: not before then.</summary>
    public TimeSpan RetryAt { get; private set; }

    /// <summary>Worked: the next regular announce.</summary>
    public TimeSpan DueAt { get; private set; }

    /// <summary>Worked: who lacks peers may ask from then on.</summary>
    public TimeSpan EagerAt { get; private set; }

    /// <summary>A "completed" that failed by one of several ways is told again from then on.</summary>
    public TimeSpan OwedAt { get; set; }

    public TimeSpan? ScrapedAt { get; set; }

    public bool HasWorked { get; private set; }

    public string? LastError { get; private set; }

    public string? Warning { get; set; }

    public int? Seeders { get; set; }

    public int? Leechers { get; set; }

    public int? Completed { get; set; }

    public int Peers { get; set; }

    /// <summary>Nobody here speaks its protocol, or reaches its network.</summary>
    public void Unsupported() => End(Url!.IsHidden ? "lies in a hidden network, which is not supported" : $"speaks {Url.Scheme}, which is not supported");

    /// <summary>There is something new to announce.</summary>
    public void Hurry() => DueAt = default;

    /// <summary>It answered: the next announce is a whole interval away, never earlier than it asked for.</summary>
    public void Succeed(TimeSpan now, TimeSpan? interval, TimeSpan? minInterval, bool keepsDue, IChance chance)
    {
        (Failures, Silences, RetryAt, HasWorked, LastError) = (0, 0, default, true, null);
        var regular = Clamp(interval ?? Limits.IntervalDefault, Limits.IntervalLeast, Limits.IntervalMost);
        var least = Clamp(minInterval ?? Min(regular, Limits.MinIntervalDefault), Limits.IntervalLeast, Limits.IntervalMost);
        regular = regular < least ? least : regular;
        var due = now + regular + Jitter(Min(regular / 10, Limits.JitterMost), chance);
        DueAt = keepsDue ? Min(DueAt, due) : due;
        EagerAt = now + least;
    }

    /// <summary>It refused or did not answer.</summary>
    public void Fail(TimeSpan now, string reason, TimeSpan? retryIn, TimeSpan? interval, bool isSilent, IChance chance)
    {
        Warning = null;
        if (retryIn == Timeout.InfiniteTimeSpan)
        {
            End(reason);
            return;
        }

        LastError = ShownUrl.Hide(reason, _text);
        HasWorked = false;
        Failures++;
        if (isSilent)
        {
            // BEP 15: sent again 15·2^n seconds after the last time, and the first 15 of these have been waited for.
            RetryAt = now + Limits.UdpPatience * (1 << Math.Min(Silences++, Limits.UdpDoublings)) - Limits.UdpPatience;
            return;
        }

        Silences = 0;
        var pause = Min(Limits.BackoffFirst * (1L << Math.Min(Failures - 1, 20)), Limits.BackoffMost);
        pause = interval > pause ? Min(interval.Value, Limits.IntervalMost) : pause;
        RetryAt = now + (retryIn is { } asked ? asked + Jitter(asked / 10, chance) : pause + Jitter(pause / 4, chance));
    }

    public TrackerSnapshot ToSnapshot(TimeSpan? next, bool isEnded) => new(
        Tier, Shown, IsOut ? TrackerStatus.Out : IsBusy ? TrackerStatus.Announcing : Failures > 0 ? TrackerStatus.Failing : HasWorked ? TrackerStatus.Working : TrackerStatus.Idle,
        isEnded || IsOut || IsBusy ? null : next, LastError, Warning is null ? null : ShownUrl.Hide(Warning, _text), Seeders, Leechers, Completed, Peers);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Clamp(TimeSpan value, TimeSpan least, TimeSpan most) => value < least ? least : Min(value, most);

    private static TimeSpan Jitter(TimeSpan most, IChance chance) => TimeSpan.FromMilliseconds(chance.Below((int)Math.Min(most.TotalMilliseconds, int.MaxValue - 1) + 1));

    private void End(string reason)
    {
        IsOut = true;
        LastError = ShownUrl.Hide(reason, _text);
    }
}
