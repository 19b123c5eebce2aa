using Shoal.Runtime;

namespace Shoal.Peers.Tests;

/// <summary>A loop that runs a batch when the test says so, on a clock that the test moves.</summary>
internal sealed class HandDrivenLoop(ManualTime time) : Loop(time)
{
    public HandDrivenLoop()
        : this(new ManualTime())
    {
    }

    public override bool IsCurrent => true;

    public void Run() => RunBatch();

    public void Advance(TimeSpan by)
    {
        time.Advance(by);
        RunBatch();
    }

    protected override void Wake()
    {
    }
}
