using Shoal.Peers.Messages;
using Shoal.Peers.Wire;

namespace Shoal.Peers;

/// <summary>Takes what a <see cref="PeerConnection"/> hears. Called on its loop; may send and close from within.</summary>
public interface IPeerHandler
{
    /// <summary>Any message but piece.</summary>
    void OnMessage(in PeerMessage message);

    /// <summary>A block that was asked for is whole; its slot is the handler's now.</summary>
    void OnBlock(in Outstanding block);

    /// <summary>A block came that nobody waits for: a late answer to a cancelled request, or a peer that misbehaves.</summary>
    void OnUnwantedBlock(in BlockRequest block);

    /// <summary>All that one receive brought was handed over: the time to ask for more.</summary>
    void OnReceived();

    /// <summary>Less than a batch of blocks waits to be sent: the time to read more.</summary>
    void OnSendLow();

    /// <summary>The connection ended. Called once, before its slots go back to the slab: what it owes can still be seen.</summary>
    void OnClosed(string reason);
}
