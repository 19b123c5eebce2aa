using Shoal.Runtime;

namespace Shoal.Dht.Routing;

/// <summary>Keeps a table fresh with few questions: the node not heard of for longest is asked for others of its bucket, and where a bucket lacks nodes a lookup finds some.</summary>
internal sealed class Upkeep(RoutingTable table, IChance chance, TimeSpan staleAfter)
{
    /// <summary>Random targets tried for one whose slot nobody has.</summary>
    private const int TargetTries = 4;

    private readonly int _staleSeconds = (int)staleAfter.TotalSeconds;

    /// <summary>Before this second nobody is due.</summary>
    private int _quietUntil;

    private int _neighboursSoughtAt = int.MinValue / 2;

    /// <summary>Somebody may be due earlier than was thought.</summary>
    public void Hurry() => _quietUntil = 0;

    /// <summary>We have another neighbourhood.</summary>
    public void OnMoved() => (_quietUntil, _neighboursSoughtAt) = (0, int.MinValue / 2);

    public bool TryStale(int second, out NodeContact node, out NodeId target)
    {
        (node, target) = (default, default);
        if (second < _quietUntil || !TryFirstDue(out var bucket, out var place, out var due))
        {
            return false;
        }

        if (due > second)
        {
            _quietUntil = due;
            return false;
        }

        ref var stale = ref bucket.Live[place];
        stale.AskedAt = second;
        node = stale.Contact;
        target = bucket.Index > DeepestFull() ? table.Self : TargetIn(bucket);
        if (table.IsCutOff)
        {
            // One question a minute tells when our line is back.
            _quietUntil = second + Limits.RetrySeconds;
        }

        return true;
    }

    public bool TryThinBucket(int second, out NodeId target)
    {
        target = table.Self;
        var deepest = DeepestFull();
        if (table.Count > 0 && second - _neighboursSoughtAt >= 2 * Limits.LookupSeconds)
        {
            _neighboursSoughtAt = second;
            return true;
        }

        for (var i = 0; i < deepest; i++)
        {
            if (table.BucketAt(i) is var bucket && bucket.Live.Count < Math.Max(Limits.K, bucket.Places / 4) && second - bucket.SoughtAt >= Limits.LookupSeconds)
            {
                bucket.SoughtAt = second;
                target = TargetIn(bucket);
                return true;
            }
        }

        return false;
    }

    private bool TryFirstDue(out Bucket bucket, out int place, out int due)
    {
        (bucket, place, due) = (null!, -1, int.MaxValue);
        foreach (var candidate in table.Buckets)
        {
            var nodes = candidate is null ? default : candidate.Live.Nodes;
            for (var i = 0; i < nodes.Length; i++)
            {
                if (DueAt(nodes[i]) is var its && its < due)
                {
                    (bucket, place, due) = (candidate!, i, its);
                }
            }
        }

        return place >= 0;
    }

    private int DueAt(in TableNode node) => node.IsAlive
        ? Math.Max(Math.Min(node.HeardAt + _staleSeconds, node.AnsweredAt + Limits.UnansweredSeconds), node.AskedAt + Limits.RetrySeconds)
        : node.AskedAt + (Limits.RetrySeconds << (node.Fails - 1));

    /// <summary>The last bucket that has as many nodes as an answer; behind it lies our neighbourhood, -1 where that is everything.</summary>
    private int DeepestFull()
    {
        for (var i = Limits.Buckets - 1; i >= 0; i--)
        {
            if (table.Buckets[i]?.Live.Count >= Limits.K)
            {
                return i;
            }
        }

        return -1;
    }

    private NodeId TargetIn(Bucket bucket)
    {
        NodeId target;
        var tries = 0;
        do
        {
            target = AnyIn(bucket.Index);
        }
        while (!bucket.IsFree(target) && ++tries < TargetTries);
        return target;
    }

    /// <summary>Our id up to the bucket's bit, that bit turned, and chance behind it.</summary>
    private NodeId AnyIn(int bucket)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        table.Self.Write(bytes);
        var (at, bit) = (bucket / 8, 0x80 >> (bucket % 8));
        bytes[at] = (byte)((bytes[at] ^ bit) & ~(bit - 1) | chance.Below(256) & (bit - 1));
        for (var i = at + 1; i < bytes.Length; i++)
        {
            bytes[i] = (byte)chance.Below(256);
        }

        return new NodeId(bytes);
    }
}
