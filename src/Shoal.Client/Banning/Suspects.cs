using Shoal.Client.Picking;
using Shoal.Client.Swarms;
using Shoal.Metainfo;

namespace Shoal.Client.Banning;

/// <summary>
/// Finds who sent the wrong blocks of a failed piece once it has passed: of each block the sender and a digest are kept until then.
/// <code>
///   piece failed ─► digests and senders kept ─► fetched again ─┬─ passed ─► whose block differs has lied
///                                                               └─ failed ─► who sent two versions of one block has lied
/// </code>
/// Nobody is banned for having had a part in failed pieces, however many: a poisoner would choose its neighbours' company.
/// A sender that left meanwhile is banned all the same, so coming back under another port gains nothing.
/// </summary>
internal sealed class Suspects(Swarm swarm)
{
    private const string Lied = "sent data that failed its hash";

    /// <summary>Oldest first.</summary>
    private readonly List<FailedPiece> _failed = [];

    /// <summary>Blocks that are remembered.</summary>
    public int BlockCount => _failed.Sum(static failed => failed.BlockCount);

    /// <summary>True where digests are needed when the piece passes.</summary>
    public bool Await(PieceIndex piece) => _failed.Exists(failed => failed.Index == piece);

    /// <summary>All of the piece was thrown away, and nobody knows yet who is to blame.</summary>
    public void OnFailed(OpenPiece piece)
    {
        if (piece.Digests is not { } digests || piece.Senders.Count == 0)
        {
            return;
        }

        var now = new FailedPiece(piece, digests);
        var liars = _failed.Where(earlier => earlier.Index == now.Index).SelectMany(earlier => earlier.LiarsBy(now)).ToArray();
        _failed.Add(now);
        while (BlockCount > Limits.SuspectBlocks)
        {
            _failed.RemoveAt(0);
        }

        Convict(liars);
    }

    /// <summary>The piece is right now: digests of its blocks, where they could be had.</summary>
    public void OnPassed(PieceIndex piece, byte[]? digests)
    {
        var liars = digests is null ? [] : _failed.Where(earlier => earlier.Index == piece).SelectMany(earlier => earlier.LiarsBy(digests)).ToArray();
        _failed.RemoveAll(earlier => earlier.Index == piece);
        Convict(liars);
    }

    /// <summary>The peer sent wrong data without a doubt.</summary>
    public void Blame(Peer peer)
    {
        peer.Failures++;
        Convict([Sender.Of(peer)]);
    }

    /// <summary>Where all senders of a piece are banned there is nothing more to find out.</summary>
    private void Convict(IEnumerable<Sender> liars)
    {
        foreach (var liar in liars)
        {
            swarm.Dialer.Expel(liar, Lied);
        }

        _failed.RemoveAll(failed => failed.Senders.All(swarm.Peers.Book.Bans.Has));
    }
}
