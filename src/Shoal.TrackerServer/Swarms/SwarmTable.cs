using System.Runtime.CompilerServices;
using Shoal.Metainfo;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// The swarms of one family: found by info-hash, walked by number. Swarms lie in segments and never move; the index is open addressing
/// in <see cref="Parts"/> parts that grow one at a time, so that no announce waits for all of it.
/// </summary>
internal sealed class SwarmTable(Usage usage, ulong key)
{
    /// <summary>The most that numbers have bits for.</summary>
    public const int Most = (1 << NumberBits) - 2;

    private const int Parts = 64;
    private const int SegmentBits = 9;
    private const int SegmentLength = 1 << SegmentBits;
    private const int NumberBits = 24;
    private const int None = -1;

    /// <summary>What <see cref="Group.Block"/> of an empty place holds, the next one, has no bits of a swarm: its class is this.</summary>
    private const int FreeClass = 30;

    private readonly SwarmIndex[] _index = new SwarmIndex[Parts];
    private Swarm[][] _segments = [];
    private int _free = None;

    public int Count { get; private set; }

    /// <summary>Numbers are below.</summary>
    public int End { get; private set; }

    public ref Swarm this[int number] => ref _segments[number >> SegmentBits][number & (SegmentLength - 1)];

    public bool IsUsed(int number) => this[number].Peers.Class != FreeClass;

    public ulong HashOf(int number) => KeyedHash.Of(this[number].InfoHash.Span, key);

    /// <summary>The swarm's number, or -1.</summary>
    public int Find(in Sha1Hash infoHash, ulong hash)
    {
        ref var index = ref IndexOf(hash);
        for (var place = index.First(hash); index.NumberAt(place, hash, out var number); place = index.Next(place))
        {
            if (number >= 0 && this[number].InfoHash.Equals(infoHash))
            {
                return number;
            }
        }

        return None;
    }

    /// <summary>Takes in a swarm that is not here; its number, or -1 where there is no room.</summary>
    public int Add(in Sha1Hash infoHash, ulong hash)
    {
        if (_free == None && !AddSegment())
        {
            return None;
        }

        var number = _free;
        ref var swarm = ref this[number];
        _free = (int)swarm.Completed - 1;
        swarm = new Swarm { InfoHash = infoHash };
        IndexOf(hash).Add(this, hash, number, usage);
        Count++;
        return number;
    }

    /// <summary>Takes out a swarm whose peers are gone.</summary>
    public void Remove(int number)
    {
        var hash = HashOf(number);
        IndexOf(hash).Remove(this, hash, number);
        Free(number);
        Count--;
    }

    private ref SwarmIndex IndexOf(ulong hash) => ref _index[(hash >> 8) & (Parts - 1)];

    private void Free(int number)
    {
        this[number] = new Swarm { Peers = new Group { Class = FreeClass }, Completed = (uint)(_free + 1) };
        _free = number;
    }

    private bool AddSegment()
    {
        if (End + SegmentLength > Most || !usage.TryTakeBytes(SegmentLength * Unsafe.SizeOf<Swarm>(), force: false))
        {
            return false;
        }

        var segment = End >> SegmentBits;
        if (segment == _segments.Length)
        {
            Array.Resize(ref _segments, Math.Max(4, segment + (segment / 2)));
        }

        _segments[segment] = GC.AllocateUninitializedArray<Swarm>(SegmentLength, pinned: true);
        End += SegmentLength;
        // Backwards, so that they are given out in order.
        for (var number = End - 1; number >= End - SegmentLength; number--)
        {
            Free(number);
        }

        return true;
    }
}
