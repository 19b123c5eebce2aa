using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>What one peer gave and took over all its connections.</summary>
internal sealed record PeerTotals(Endpoint Remote, string? ClientName, long Received, long Sent, int Failures, string? Ended)
{
    public static PeerTotals Of(Peer peer) =>
        new(peer.Remote, peer.Extensions.ClientName, peer.Connection.PayloadReceived, peer.Connection.PayloadSent, peer.Failures, null);

    public PeerTotals Plus(PeerTotals? earlier) => earlier is null
        ? this
        : this with { ClientName = ClientName ?? earlier.ClientName, Received = Received + earlier.Received, Sent = Sent + earlier.Sent, Failures = Failures + earlier.Failures };
}
