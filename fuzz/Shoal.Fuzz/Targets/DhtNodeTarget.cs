using Shoal.Bencoding.Oracle;
using Shoal.Dht;
using Shoal.Fuzz.Nodes;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// A whole node of the DHT on a wire that the script holds: packets from a few addresses, some of them with the transaction of a query of the node's, or with the token that it gave, while it
/// looks for torrents and for other nodes. <see cref="NodeWitness"/> says what must hold.
/// </summary>
public sealed class DhtNodeTarget : FuzzTarget
{
    private const int MostSteps = 200;
    private static readonly TimeSpan[] Pauses = [TimeSpan.Zero, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(4)];

    public override string Name => "dht-node";

    /// <summary>Steps of the script (how, and a length) and what packets are made of.</summary>
    public override IReadOnlyList<byte[]> Words { get; } =
    [
        [0x00, 30], [0x08, 30], [0x11, 30], [0x20, 60], [0x48, 140], [0x88, 140], [0x18, 0], [0x59, 1], [0x9a, 2], [0x5b, 3], [0xd8, 1],
        .. new[]
        {
            "1:t4:tttt", "5:token8:kkkkkkkk", "1:y1:q", "1:y1:r", "1:y1:e", "2:roi1e", "2:ip6:abcdef", "1:eli203e1:xe", "4:wantl2:n42:n6e", "6:valuesl6:abcdef", "5:nodes26:", "6:nodes638:", "4:porti6881e",
            "12:implied_porti1e", "9:info_hash20:aaaaaaaaaaaaaaaaaaaa", "6:target20:aaaaaaaaaaaaaaaaaaaa", "2:id20:", "4:seedi1e", "6:scrapei1e", "6:noseedi1e", "13:announce_peer", "9:get_peers",
            "9:find_node", "4:ping",
        }.Select(System.Text.Encoding.ASCII.GetBytes),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var world = new NodeWorld(input.IsEmpty ? (byte)0 : input[0]);
        var rest = input.IsEmpty ? input : input[1..];
        for (var steps = 0; rest.Length >= 2 && steps < MostSteps; steps++)
        {
            var (how, what) = (rest[0], rest[1]);
            rest = rest[2..];
            if ((how >> 3 & 3) == 3)
            {
                world.Act(how & 7, what);
            }
            else
            {
                var length = Math.Min(rest.Length, what < 128 ? 2 * what : 256 + (what - 128) * 10);
                world.Hear(how & 7, rest[..length].ToArray(), (NodeWorld.Transactions)(how >> 3 & 3), hasToken: (how & 0x20) != 0);
                rest = rest[length..];
            }

            world.Pass(Pauses[how >> 6]);
        }

        world.End();
    }
}
