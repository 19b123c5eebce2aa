using Shoal.Client.Banning;
using Shoal.Client.Picking;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Metainfo.Merkle;
using Shoal.Peers.Messages;

namespace Shoal.Client.Hashes;

/// <summary>
/// Finds which blocks of a failed piece are wrong, so that the others are kept and nobody but the culprits is banned (BEP 52).
/// <code>
///   piece failed ─► leaves asked of one v2 peer ──proven──► bad blocks fetched again, their senders banned
///                     │ reject, lie, gone, 5 s: of another
///                     └─ nobody left ─► the whole piece is fetched again
/// </code>
/// The piece keeps its blocks, in memory or in the part file, and its part of the budget meanwhile; a quarter of the budget may be on trial.
/// </summary>
internal sealed class BlockTrials(Swarm swarm)
{
    private readonly List<PieceTrial> _trials = [];

    /// <summary>Takes a failed piece. Its blocks stay where they are; false where there are no leaves to be had.</summary>
    public bool TryBegin(OpenPiece piece)
    {
        var torrent = swarm.Metainfo;
        if (!torrent.HasV2 || !torrent.HasPieceLayers || piece.Digests is null || piece.BlockCount < 2 || swarm.State is SwarmState.Stopping or SwarmState.Broken
            || _trials.Sum(t => CostOf(t.Piece)) + CostOf(piece) > swarm.Context.Budget.Slots / 4)
        {
            return false;
        }

        var trial = new PieceTrial(piece, torrent);
        if (!TryAsk(trial))
        {
            return false;
        }

        _trials.Add(trial);
        return true;
    }

    public void OnHashes(Peer from, in HashRequest request, ReadOnlySpan<byte> hashes)
    {
        if (Find(from, request) is not { } trial)
        {
            // Late, or never asked for.
            return;
        }

        using var hasher = new MerkleHasher();
        if (!trial.TryTake(hasher, request, hashes))
        {
            swarm.Dialer.Expel(from, "sent hashes that are not the torrent's");
        }
        else if (trial.IsWhole)
        {
            Judge(trial);
        }
    }

    public void OnReject(Peer from, in HashRequest request)
    {
        if (Find(from, request) is { } trial && trial.Asked[^1] == from)
        {
            AskNext(trial);
        }
    }

    public void OnClosed(Peer peer)
    {
        foreach (var trial in _trials.Where(t => t.Asked[^1] == peer).ToArray())
        {
            AskNext(trial);
        }
    }

    public void Tick(TimeSpan now)
    {
        foreach (var trial in _trials.Where(t => now - t.AskedAt > Limits.LeafWait).ToArray())
        {
            AskNext(trial);
        }
    }

    /// <summary>The torrent stops: what is on trial is thrown away.</summary>
    public void Stop()
    {
        foreach (var trial in _trials.ToArray())
        {
            _trials.Remove(trial);
            swarm.Keeper.GiveBack(trial.Piece);
        }
    }

    private void AskNext(PieceTrial trial)
    {
        if (swarm.State is not (SwarmState.Stopping or SwarmState.Broken) && !TryAsk(trial))
        {
            _trials.Remove(trial);
            swarm.Keeper.Refetch(trial.Piece);
            swarm.Downloader.FillAll();
        }
    }

    /// <summary>Asks a peer that must know the leaves, because it has the piece; rather one that sent nothing of it.</summary>
    private bool TryAsk(PieceTrial trial)
    {
        Peer? best = null;
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.SpeaksV2 && !peer.Connection.IsClosed && peer.Have.Contains(trial.Piece.Index) && !trial.Asked.Contains(peer)
                && (best is null || (trial.Piece.Senders.Contains(best) && !trial.Piece.Senders.Contains(peer))))
            {
                best = peer;
            }
        }

        if (best is null || trial.Asked.Count >= Limits.LeafAsks)
        {
            return false;
        }

        trial.Asked.Add(best);
        trial.AskedAt = swarm.Context.Loop.Now;
        foreach (var request in trial.Requests())
        {
            best.Connection.Send(MessageKind.HashRequest, request);
        }

        return true;
    }

    private PieceTrial? Find(Peer from, in HashRequest request)
    {
        foreach (var trial in _trials)
        {
            if (trial.Asked.Contains(from) && trial.Owns(request))
            {
                return trial;
            }
        }

        return null;
    }

    private void Judge(PieceTrial trial)
    {
        _trials.Remove(trial);
        var bad = BlockDigests.Differing(trial.Piece.Digests, trial.Leaves);
        if (bad.Count == 0)
        {
            swarm.Keeper.Refetch(trial.Piece);
        }
        else
        {
            swarm.Keeper.Refetch(trial.Piece, bad);
        }

        swarm.Downloader.FillAll();
    }

    /// <summary>In slots: its part of the budget, and what its digests and leaves take.</summary>
    private static int CostOf(OpenPiece piece) => piece.Reserved + 1 + piece.BlockCount * 2 * Sha256Hash.Length / Limits.BlockLength;
}
