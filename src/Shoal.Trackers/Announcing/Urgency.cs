namespace Shoal.Trackers.Announcing;

/// <summary>Who goes first.</summary>
internal enum Urgency
{
    /// <summary>"stopped": the user waits for it.</summary>
    Leaving,

    /// <summary>"started" and "completed", and who lacks peers.</summary>
    Telling,

    /// <summary>All others.</summary>
    Regular,
}
