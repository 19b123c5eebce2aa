using Shoal.Net;

namespace Shoal.Peers.Handshaking;

/// <summary>Hears how an exchange of handshakes ended, once.</summary>
public interface IHandshakeHandler
{
    /// <summary>All 68 bytes came. The link is attached to no loop.</summary>
    void OnHandshake(ILink link, in Handshake handshake);

    /// <summary>It never came, or was something else. The link is closed.</summary>
    void OnHandshakeFailed(ILink link, string reason);
}
