namespace Shoal.Runtime.Tests;

/// <summary>A loop that runs a batch when the test says so.</summary>
internal sealed class HandDrivenLoop(ManualTime time) : Loop(time)
{
    private int _wakes;

    public ManualTime Clock { get; } = time;

    public int Wakes => Volatile.Read(ref _wakes);

    public bool MailWaits => HasMail;

    public override bool IsCurrent => true;

    public TimeSpan? Run() => RunBatch();

    /// <summary>Moves the clock from due time to due time until nothing is due up to then.</summary>
    public void RunUntil(TimeSpan end)
    {
        while (Run() is { } due && due <= end)
        {
            Clock.AdvanceTo(this, due);
        }

        Clock.AdvanceTo(this, end);
        Run();
    }

    protected override void Wake() => Interlocked.Increment(ref _wakes);
}
