using Shoal.Metainfo;

namespace Shoal.Client.Swarms;

/// <summary>Hears what happens to a swarm, on its loop.</summary>
internal interface ISwarmObserver
{
    /// <summary>The state changed.</summary>
    void OnState(SwarmState state);

    /// <summary>A piece is verified and written.</summary>
    void OnPiece(PieceIndex piece);
}
