using Shoal.Client;
using Shoal.Client.Leases;
using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Simulation.Swarms;

/// <summary>What must hold between any two events of a swarm, counted the slow way.</summary>
internal static class EngineChecks
{
    public static void Check(SimulatedHost host)
    {
        Swarm[] swarms = [.. host.Torrents.Select(static torrent => torrent.Swarm)];
        Check(host.Leases, swarms);
        Array.ForEach(swarms, CheckTables);
    }

    /// <summary>The books of one client's swarms, whatever their peers say.</summary>
    public static void Check(ClientLeases leases, IReadOnlyList<Swarm> swarms)
    {
        CheckLeases(leases, swarms);
        foreach (var swarm in swarms)
        {
            Check(swarm);
        }
    }

    /// <summary>Nothing that is the client's is held by anybody.</summary>
    public static void CheckStopped(SimulatedHost host)
    {
        Invariant.Check(host.Leases.Slots.Used == 0);
        Invariant.Check(host.Leases.Connections.Used == 0);
        Invariant.Check(host.Leases.HalfOpen.Used == 0);
    }

    /// <summary>A slot is taken for each peer that is served, a connection for each peer and dial.</summary>
    private static void CheckLeases(ClientLeases leases, IReadOnlyList<Swarm> swarms)
    {
        int peers = 0, served = 0;
        foreach (var swarm in swarms)
        {
            foreach (var peer in swarm.Peers.All)
            {
                peers++;
                served += peer.IsChoking ? 0 : 1;
            }
        }

        Invariant.Check(leases.Slots.Used == served);
        Invariant.Check(leases.Connections.Used == peers + leases.HalfOpen.Used);
        Invariant.Check(leases.Connections.Used <= leases.Connections.Most);
    }

    private static void Check(Swarm swarm)
    {
        CheckAsked(swarm);
        CheckPeers(swarm);
        CheckUploads(swarm);
    }

    /// <summary>No table is larger than its limit, with peers that keep to the reqq that they told at first.</summary>
    private static void CheckTables(Swarm swarm)
    {
        Invariant.Check(swarm.Peers.Count <= Limits.ConnectionsPerTorrent);
        Invariant.Check(swarm.Peers.Book.All.Count <= Limits.KnownPeers);
        Invariant.Check(swarm.Context.Budget.Used <= swarm.Context.Budget.Slots);
        foreach (var peer in swarm.Peers.All)
        {
            Invariant.Check(peer.Connection.OutstandingCount <= Math.Max(peer.Window.Most, Limits.InitialWindow));
            Invariant.Check(peer.Uploads.Count <= Limits.IncomingRequests);
        }
    }

    /// <summary>A block counts as asked for exactly as often as unsnubbed peers owe it: one too many and nobody fetches it, one too few and it comes twice.</summary>
    private static void CheckAsked(Swarm swarm)
    {
        var owed = new Dictionary<(int Piece, int Begin), int>();
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.IsSnubbed)
            {
                continue;
            }

            foreach (var request in peer.Connection.OutstandingRequests().Select(o => o.Request))
            {
                var key = (request.Piece.Value, request.Begin);
                owed[key] = owed.GetValueOrDefault(key) + 1;
            }
        }

        foreach (var piece in swarm.Picker.Open)
        {
            var free = 0;
            for (var i = 0; i < piece.BlockCount; i++)
            {
                if (!piece.IsHere(i))
                {
                    Invariant.Check(piece.AskedOf(i) == owed.GetValueOrDefault((piece.Index.Value, piece.RequestOf(i).Begin)));
                    free += piece.AskedOf(i) == 0 ? 1 : 0;
                }
            }

            Invariant.Check(free == piece.FreeBlocks);
        }
    }

    private static void CheckPeers(Swarm swarm)
    {
        foreach (var peer in swarm.Peers.All)
        {
            var useful = 0;
            for (var i = 0; i < peer.Have.Capacity; i++)
            {
                var piece = new Metainfo.PieceIndex(i);
                useful += peer.Have.Contains(piece) && swarm.IsWanted(piece) ? 1 : 0;
            }

            Invariant.Check(useful == peer.Useful);
            Invariant.Check(peer.IsInteresting == useful > 0);
        }
    }

    /// <summary>What a peer asked for is being read or waits behind blocks that wait for the line: else nothing would ever send it.</summary>
    private static void CheckUploads(Swarm swarm)
    {
        foreach (var peer in swarm.Peers.All)
        {
            Invariant.Check(peer.Uploads.Count == 0 || peer.Uploads.IsReading || peer.Connection.QueuedBlocks > 0 || swarm.Rates.Up.IsWaiting);
        }
    }
}
