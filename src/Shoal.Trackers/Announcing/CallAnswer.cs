namespace Shoal.Trackers.Announcing;

/// <summary>What came of one request to a tracker.</summary>
/// <param name="Reply">What it answered, a refusal included; null where there was no answer.</param>
/// <param name="Failure">Why there is none, in words that go on from the tracker's name.</param>
/// <param name="IsSilent">A UDP tracker may have missed the packet: BEP 15 says when to send it again.</param>
internal readonly record struct CallAnswer<T>(T? Reply, string? Failure, bool IsSilent = false)
    where T : class;
