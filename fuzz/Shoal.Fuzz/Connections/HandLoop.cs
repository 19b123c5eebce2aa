using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Fuzz.Connections;

/// <summary>One loop for all engines of a world, on a clock that the world moves.</summary>
internal sealed class HandLoop(ManualTime time) : Loop(time)
{
    public override bool IsCurrent => true;

    /// <summary>One batch; true while there is more to do at this moment.</summary>
    public bool Run()
    {
        var hadMail = HasMail;
        return RunBatch() <= Now || hadMail || HasMail;
    }

    public void Advance(TimeSpan by) => time.Advance(by);

    protected override void Wake()
    {
    }
}
