using Shoal.Runtime;

namespace Shoal.Client;

/// <summary>One peer at a moment.</summary>
/// <param name="Remote">Its address.</param>
/// <param name="ClientName">What it calls itself, if it did; free of control characters.</param>
/// <param name="Received">Payload bytes from it, over all connections.</param>
/// <param name="Sent">Payload bytes to it, over all connections.</param>
/// <param name="DownRate">Bytes a second from it now.</param>
/// <param name="UpRate">Bytes a second to it now.</param>
/// <param name="Progress">The share of the torrent that it has, 0 to 1.</param>
/// <param name="Failures">Failed pieces it had a part in.</param>
/// <param name="Ended">Why its connection ended; null while it is connected.</param>
public sealed record PeerSnapshot(
    Endpoint Remote, string? ClientName, long Received, long Sent, double DownRate, double UpRate, double Progress, int Failures, string? Ended);
