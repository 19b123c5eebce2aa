namespace Shoal.Dht.Lookups;

/// <summary>How far a lookup has come with one node.</summary>
internal enum CandidateState : byte
{
    /// <summary>Known by name.</summary>
    New,

    /// <summary>Asked, and within the time in which most answer.</summary>
    Asked,

    /// <summary>Asked, and beyond that time: nobody waits for it, but its answer still counts.</summary>
    Late,

    /// <summary>It answered as the node that it was taken for.</summary>
    Answered,

    /// <summary>It did not.</summary>
    Failed,
}
