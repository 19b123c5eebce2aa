namespace Shoal.Napster.Client.Data;

/// <summary>Why a text is looked at.</summary>
internal enum Pause
{
    /// <summary>Some of it came; more may follow at once.</summary>
    None,

    /// <summary>Nothing followed for a moment.</summary>
    Settled,

    /// <summary>Nothing can follow.</summary>
    Ended,
}
