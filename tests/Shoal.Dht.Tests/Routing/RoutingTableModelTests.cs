using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Dht.Ids;
using Shoal.Dht.Routing;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Dht.Tests.Routing;

/// <summary>Whatever happens in whatever order, among few ids and addresses so that everything clashes.</summary>
public class RoutingTableModelTests
{
    [Fact]
    public void What_a_table_promises_holds_after_every_event()
    {
        var cases = from seed in Gen.Choose(0, int.MaxValue)
                    from networks in Gen.Choose(1, 60)
                    from isCrowded in Gen.Elements(true, false)
                    from isIPv4 in Gen.Elements(true, false)
                    select (seed, networks, isCrowded, isIPv4);
        Prop.ForAll(cases.ToArbitrary(), c => new Run(c.seed, c.networks, c.isCrowded, c.isIPv4).Go()).QuickCheckThrowOnFailure();
    }

    private sealed class Run(int seed, int networks, bool isCrowded, bool isIPv4)
    {
        private readonly Random _random = new(seed);
        private readonly SeededSecrets _secrets = new(seed);
        private readonly TableBench _bench = new(isIPv4: isIPv4);
        private readonly HashSet<NodeContact> _answered = [];
        private readonly List<NodeContact> _known = [];

        public void Go()
        {
            for (var step = 0; step < 400; step++)
            {
                _bench.Now += TimeSpan.FromSeconds(_random.Next(120));
                Step();
                Check();
            }
        }

        private void Step()
        {
            var node = _known.Count > 0 && _random.Next(2) == 0 ? _known[_random.Next(_known.Count)] : Any();
            switch (_random.Next(12))
            {
                case < 6:
                    _known.Add(node);
                    _answered.Add(node);
                    var wanted = _bench.Table.Wants(node);
                    _bench.Add(node, _random.Next(1000));
                    Assert.True(!wanted || _bench.Table.Rows().Any(row => row.Contact == node && !row.IsSpare), "what was wanted has no place");
                    break;
                case < 9:
                    _bench.Fail(node);
                    break;
                case 9:
                    _bench.Table.OnQuery(node, _bench.Now);
                    break;
                case 10 when _bench.Table.TryStale(_bench.Now, out var stale, out _):
                    Assert.Contains(stale, _bench.Live);
                    break;
                case 11 when _random.Next(20) == 0:
                    _bench.Table.MoveTo(_random.Next(2) == 0 ? Some.Id(_random) : node.Id, _bench.Now);
                    break;
            }
        }

        private NodeContact Any()
        {
            var at = _random.Next(4) == 0
                ? Endpoint.FromBytes(isIPv4 ? [127, 0, 0, 1] : [.. new byte[15], 1], (ushort)_random.Next(1, 100))
                : Endpoint.FromBytes(
                    isIPv4 ? [99, 7, (byte)_random.Next(networks), (byte)_random.Next(1, 4)] : [0x20, 1, 0xd, 0xb8, 0, 0, 0, (byte)_random.Next(networks), 0, 0, 0, 0, 0, 0, 0, (byte)_random.Next(1, 4)],
                    (ushort)_random.Next(1, 3));
            var id = _random.Next(10) switch
            {
                0 => _bench.Table.Self,
                1 when _known.Count > 0 => _known[_random.Next(_known.Count)].Id,
                < 5 => SecureId.Make(at, _secrets),
                _ => Some.Sharing(_bench.Table.Self, isCrowded ? _random.Next(4, 8) : _random.Next(0, 60), _random),
            };
            return new NodeContact(id, at);
        }

        private void Check()
        {
            var rows = _bench.Table.Rows();
            var nodes = rows.Select(row => row.Contact).ToArray();
            Assert.Equal(rows.Count(row => !row.IsSpare), _bench.Table.Count);
            Assert.Equal(rows.Count(row => row.IsSpare), _bench.Table.SpareCount);
            Assert.Subset(_answered, nodes.ToHashSet());
            Assert.DoesNotContain(_bench.Table.Self, nodes.Select(node => node.Id));
            Assert.Distinct(nodes.Select(node => node.Id));
            Assert.Distinct(nodes.Select(node => node.Endpoint));
            Assert.Distinct(nodes.Where(IsPublic).Select(node => node.Endpoint.WithPort(0)));
            Assert.Distinct(rows.Where(row => IsPublic(row.Contact)).Select(row => (row.Bucket, Network(row.Contact.Endpoint))));
            foreach (var bucket in rows.GroupBy(row => row.Bucket))
            {
                Assert.All(bucket, row => Assert.Equal(Math.Min(_bench.Table.Self.SharedBits(row.Contact.Id), 47), row.Bucket));
                var places = bucket.Key switch { 0 => 128, 1 => 64, 2 => 32, 3 => 16, _ => 8 };
                Assert.InRange(bucket.Count(row => !row.IsSpare), 0, places);
                Assert.InRange(bucket.Count(row => row.IsSpare), 0, 8);
                var slots = bucket.Where(row => !row.IsSpare).CountBy(row => Slot(row, places)).ToDictionary();
                Assert.All(slots.Values, count => Assert.InRange(count, 1, 4));
                Assert.True(
                    bucket.Count(row => !row.IsSpare) == places || bucket.All(row => !row.IsSpare || slots.GetValueOrDefault(Slot(row, places)) == 4),
                    "a spare waits beside a free place");
            }

            var closest = _bench.Closest(Some.Id(_random), 64);
            Assert.Distinct(closest);
            Assert.Subset(rows.Where(row => row is { IsSpare: false, Fails: 0 }).Select(row => row.Contact).ToHashSet(), closest.ToHashSet());
        }

        private static int Slot(TableRow row, int places) => TableBench.Slot(row.Contact.Id, row.Bucket, BitOperations.Log2((uint)places));

        private static bool IsPublic(NodeContact node) => AddressKinds.Of(node.Endpoint) == AddressKind.Public;

        private static string Network(Endpoint endpoint)
        {
            var bytes = new byte[16];
            return Convert.ToHexString(bytes, 0, endpoint.WriteAddress(bytes) == 4 ? 3 : 8);
        }
    }
}
