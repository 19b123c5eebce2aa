using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Where strangers who name a torrent are handed to.</summary>
internal interface IDoor
{
    Loop Loop { get; }

    /// <summary>On the door's loop: a stranger's connection, its handshake read; it is answered or closed.</summary>
    void Adopt(ILink link, in Handshake theirs);
}
