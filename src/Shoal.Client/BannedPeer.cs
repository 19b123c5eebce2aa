using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>A peer that lied without a doubt; it is not dealt with again while the torrent runs.</summary>
/// <param name="Remote">Where it was connected from.</param>
/// <param name="Reason">What it did, as the end of a sentence: "sent data that failed its hash".</param>
public sealed record BannedPeer(Endpoint Remote, string Reason);
