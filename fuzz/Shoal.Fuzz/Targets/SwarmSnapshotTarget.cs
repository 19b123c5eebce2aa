using System.Security.Cryptography;
using Shoal.Runtime;
using Shoal.TrackerServer.Snapshots;
using Shoal.TrackerServer.Swarms;

namespace Shoal.Fuzz.Targets;

/// <summary>A tracker's snapshot that is taken holds no more than its bytes, and is the same when written and read again. The checksum is put behind the input, since chance would never hit it.</summary>
public sealed class SwarmSnapshotTarget : FuzzTarget
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);
    private static readonly DateTimeOffset Wall = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public override string Name => "swarm-snapshot";

    public override IReadOnlyList<byte[]> Words { get; } =
        [SnapshotFormat.Magic.ToArray(), [4, .. new byte[20], 0, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3, 4, 0, 5, 6, 7, 8, 0, 0, 0, 1], [6, .. new byte[20], 1, 0, 0, 0, 0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        Require(!SnapshotFormat.TryRead(new MemoryStream(input.ToArray()), Empty(), Now, Wall, out var reason) && reason is not null, "a snapshot without its checksum was taken");
        var store = Empty();
        if (!SnapshotFormat.TryRead(new MemoryStream([.. input, .. SHA256.HashData(input)]), store, Now, Wall, out reason))
        {
            Require(reason is not null, "a refusal has no reason");
            return;
        }

        Require(store.Usage.Peers * 13 + store.Usage.Swarms * 20 <= input.Length, "more was read than is there");
        var again = Empty();
        Require(SnapshotFormat.TryRead(new MemoryStream(Write(store)), again, Now, Wall, out reason), $"what was read is refused when written: {reason}");
        Require((again.Usage.Peers, again.Usage.Swarms) == (store.Usage.Peers, store.Usage.Swarms) && again.CountPeers() == store.CountPeers(), "what was read is another when written");
    }

    private static SwarmStore Empty() => new(new StoreOptions { Shards = 1 }, new SeededChance(1));

    private static byte[] Write(SwarmStore store)
    {
        var bytes = new List<byte>();
        foreach (var part in SnapshotFormat.Write(store, Now, Wall))
        {
            bytes.AddRange(part.Span);
        }

        return [.. bytes];
    }
}
