using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Http;

/// <summary>
/// The ids that peers were heard by, for replies in the form of BEP 3, which lists them; hardly anybody asks for that. The store holds
/// none, so these are the latest: an older one gives way, and its peer is listed without.
/// </summary>
internal sealed class PeerIds
{
    private const int Length = 1 << 14;

    private readonly (Endpoint Peer, PeerId Id)[] _places = new (Endpoint, PeerId)[Length];

    public void Note(Endpoint peer, in PeerId id) => _places[PlaceOf(peer)] = (peer, id);

    public PeerId? Find(Endpoint peer) => _places[PlaceOf(peer)] is var (held, id) && held == peer && peer != default ? id : null;

    private static int PlaceOf(Endpoint peer) => peer.GetHashCode() & (Length - 1);
}
