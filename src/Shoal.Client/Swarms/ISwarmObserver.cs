using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Hears what happens to a swarm, on its loop.</summary>
internal interface ISwarmObserver
{
    /// <summary>The state changed.</summary>
    void OnState(SwarmState state);

    /// <summary>A piece is verified and written.</summary>
    void OnPiece(PieceIndex piece);

    /// <summary>A peer came, or went with a reason.</summary>
    void OnPeer(Endpoint remote, string? ended)
    {
    }

    /// <summary>For a while it has had neither a peer nor hope of one: it may be stopped until somebody comes.</summary>
    void OnIdle()
    {
    }
}
