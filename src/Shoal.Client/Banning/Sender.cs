using Shoal.Client.Swarms;
using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.Client.Banning;

/// <summary>A peer as it is remembered when it is gone: enough to know it again, and to ban it.</summary>
/// <param name="Remote">Its end of the connection.</param>
/// <param name="Id">What it called itself.</param>
/// <param name="IsOutgoing">We dialled it, so it listens on <paramref name="Remote"/>.</param>
/// <param name="Told">Where a stranger says that it listens: nobody has seen it there.</param>
internal sealed record Sender(Endpoint Remote, PeerId Id, bool IsOutgoing, Endpoint? Told)
{
    public static Sender Of(IConnectedPeer peer) =>
        new(peer.Connection.Remote, peer.Connection.Theirs.PeerId, peer.IsOutgoing, peer.IsOutgoing ? null : peer.Known?.Endpoint);

    /// <summary>
    /// True where both are one peer without a doubt: they were dialled at one address, or came from one host under one id. Neighbours behind one
    /// address are told apart, because what one of them sends must not be laid at the other's door.
    /// </summary>
    public bool Is(Sender other) => IsOutgoing == other.IsOutgoing
        && (IsOutgoing ? Remote == other.Remote : Id == other.Id && AddressScopes.HostOf(Remote) == AddressScopes.HostOf(other.Remote));
}
