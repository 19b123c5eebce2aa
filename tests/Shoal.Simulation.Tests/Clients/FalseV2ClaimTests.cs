using System.Buffers.Binary;
using System.Text;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>
/// A link's hash does not tell whether the torrent has a v2 side, so a peer's v2 bit (BEP 52) is not believed before the metadata is here,
/// and hash messages of any kind hurt nobody on either side of that moment.
/// </summary>
public sealed class FalseV2ClaimTests
{
    private const int PieceLength = 16 * 1024;

    /// <summary>None, and each of the three kinds with roots and numbers that mean nothing.</summary>
    public static TheoryData<TorrentFormat, bool, int> Claims => new(
        from claim in new[] { (TorrentFormat.V1, true), (TorrentFormat.V1, false), (TorrentFormat.Hybrid, true), (TorrentFormat.Hybrid, false) }
        from message in new[] { 0, 21, 22, 23 }
        select (claim.Item1, claim.Item2, message));

    [Theory]
    [MemberData(nameof(Claims))]
    public void A_true_or_false_v2_bit_and_hash_messages_survive_the_metadata(TorrentFormat format, bool claimsV2, int message)
    {
        using var simulation = new ClientSimulation();
        var share = simulation.Make(format, PieceLength, PieceLength);
        var client = simulation.Add();
        var torrent = client.Get(share.Link());
        var isV2 = format == TorrentFormat.Hybrid && claimsV2;
        var peer = new ScriptedPeer(simulation.World);
        var (info, follow) = (share.Metainfo.InfoBytes.ToArray(), message == 0 ? [] : new[] { Wires.Message(message, new byte[48]) });
        peer.Reacting = (kind, payload) =>
        {
            if (kind == MessageKind.Extended && payload[0] == 3)
            {
                peer.Say([Wires.Message(20, [1, .. Encoding.ASCII.GetBytes($"d8:msg_typei1e5:piecei0e10:total_sizei{info.Length}ee"), .. info]), .. follow]);
            }
            else if (kind == MessageKind.Request)
            {
                var (begin, length) = (BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(4)), BinaryPrimitives.ReadInt32BigEndian(payload.AsSpan(8)));
                peer.Say(Wires.Piece(Wires.Block(0, begin, length), share.Piece(0)[begin..(begin + length)]));
            }
        };
        peer.Dial(client.Endpoint, SimulatedClient.Greeting(share.Metainfo.InfoHashes, extended: true, v2: claimsV2));
        peer.Say([.. follow, Wires.Message(20, [0, .. Encoding.ASCII.GetBytes($"d1:md11:ut_metadatai3ee13:metadata_sizei{info.Length}ee")]), Wires.Message(15)]);
        simulation.RunUntil("the torrent is known", () => torrent.Run.Swarm is not null, TimeSpan.FromSeconds(30));
        peer.Say(follow);
        simulation.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(isV2, Assert.Single(torrent.Run.Swarm!.Peers.All.ToArray()).SpeaksV2);
        Assert.Equal(message == 21 ? 3 : 0, peer.Heard.Count(m => m.Kind == MessageKind.HashReject));
        peer.Say(Wires.Have(0), Wires.Message(1));
        client.Complete(torrent, share, TimeSpan.FromMinutes(1));
        Assert.Equal(isV2 ? share.Metainfo.InfoHashes.V2Truncated : share.Metainfo.InfoHashes.V1, peer.Answered!.Value.InfoHash);
    }
}
