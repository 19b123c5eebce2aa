using Shoal.Client.Swarms;

namespace Shoal.Client.Choking;

/// <summary>A peer that wants something, as its torrent reports it to the client's choker.</summary>
/// <param name="Peer">Who: a name only, because its state belongs to another loop.</param>
/// <param name="IsServed">It holds a slot.</param>
/// <param name="IsStingy">We want of it, and it gave nothing for a minute (BEP 3: anti-snubbing).</param>
/// <param name="IsNew">It came within the last minute.</param>
/// <param name="IsTurnOver">It had its share of a seed, or holds no slot.</param>
/// <param name="Gives">Bytes a second that it sends us.</param>
/// <param name="Takes">Bytes a second that we send it.</param>
/// <param name="Waited">Since it was last unchoked.</param>
internal readonly record struct Candidate(
    Peer Peer, bool IsServed, bool IsStingy, bool IsNew, bool IsTurnOver, double Gives, double Takes, TimeSpan Waited);
