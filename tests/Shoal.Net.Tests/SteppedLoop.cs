using Shoal.Runtime;

namespace Shoal.Net.Tests;

/// <summary>A loop that runs a batch when the test says so.</summary>
internal sealed class SteppedLoop(ManualTime time) : Loop(time)
{
    public override bool IsCurrent => true;

    /// <summary>Opens mail until there is none.</summary>
    public void Settle()
    {
        do
        {
            RunBatch();
        }
        while (HasMail);
    }

    /// <summary>Moves the clock from due time to due time until nothing is due up to then.</summary>
    public void RunFor(TimeSpan span)
    {
        var end = Now + span;
        while (RunBatch() is var due && (HasMail || due is not null && due <= end))
        {
            time.Advance(HasMail || due < Now ? TimeSpan.Zero : due!.Value - Now);
        }

        time.Advance(end - Now);
        Settle();
    }

    protected override void Wake()
    {
    }
}
