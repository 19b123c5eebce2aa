using System.Numerics;
using Shoal.Dht.Routing;
using Shoal.Runtime;

namespace Shoal.Dht.Tests.Routing;

/// <summary>A table of one id, and what tests do with it.</summary>
internal sealed class TableBench(RoutingOptions? options = null, bool isIPv4 = true)
{
    public static readonly NodeId Self = Some.Id("55555555555555555555aaaaaaaaaaaaaaaaaaaa");

    public RoutingTable Table { get; } = new(Self, isIPv4, new SeededChance(6), options);

    public Random Random { get; } = new(6);

    public TimeSpan Now { get; set; } = TimeSpan.FromHours(3);

    /// <summary>Who has a place.</summary>
    public NodeContact[] Live => [.. Table.Rows().Where(row => !row.IsSpare).Select(row => row.Contact)];

    public NodeContact[] Spares => [.. Table.Rows().Where(row => row.IsSpare).Select(row => row.Contact)];

    /// <summary>A loopback node of a bucket.</summary>
    public NodeContact Local(int bucket, int port) => Some.Local(Some.Sharing(Self, bucket, Random), port);

    /// <summary>A public node of a bucket, whose id was chosen.</summary>
    public NodeContact Chosen(int bucket, int index, int host = 1, ushort port = 6881) => new(Some.Sharing(Self, bucket, Random), Some.Public(index, host, port));

    /// <summary>A public node of a bucket, whose id follows from its address.</summary>
    public NodeContact Secure(int bucket, ref int index)
    {
        while (true)
        {
            var node = Some.Secure(index++);
            if (Self.SharedBits(node.Id) == bucket)
            {
                return node;
            }
        }
    }

    /// <summary>A loopback node of one of the eight slots of bucket 10.</summary>
    public NodeContact InSlot(int slot, int port) => InSlot(10, 8, slot, port);

    /// <summary>A loopback node of one of the slots of a bucket, of which it has as many as places.</summary>
    public NodeContact InSlot(int bucket, int places, int slot, int port)
    {
        while (true)
        {
            var node = Local(bucket, port);
            if (Slot(node.Id, bucket, BitOperations.Log2((uint)places)) == slot)
            {
                return node;
            }
        }
    }

    public static int Slot(NodeId id, int bucket, int bits) => Enumerable.Range(bucket + 1, bits).Aggregate(0, (slot, bit) => slot * 2 + (id.Bit(bit) ? 1 : 0));

    /// <summary>It answers.</summary>
    public NodeContact Add(NodeContact node, int milliseconds = 100)
    {
        Table.OnReply(node, TimeSpan.FromMilliseconds(milliseconds), Now);
        return node;
    }

    public void Fail(NodeContact node) => Table.OnTimeout(node, Now);

    public NodeContact[] Closest(NodeId target, int count = 8)
    {
        var into = new NodeContact[count];
        return into[..Table.Closest(target, into)];
    }

    public TableRow Row(NodeContact node) => Table.Rows().Single(row => row.Contact == node);

    /// <summary>All that is due at this moment.</summary>
    public List<(NodeContact Node, NodeId Target)> Stale()
    {
        var all = new List<(NodeContact, NodeId)>();
        while (Table.TryStale(Now, out var node, out var target))
        {
            all.Add((node, target));
        }

        return all;
    }
}
