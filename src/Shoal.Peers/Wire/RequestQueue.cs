using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Peers.Wire;

/// <summary>
/// Requests outstanding at one peer, in the order sent, which is nearly always the order of the answers:
/// taking from the front is O(1), from elsewhere a short search.
/// </summary>
public sealed class RequestQueue
{
    /// <summary>A ring of a power of two; entries taken out of turn leave a hole (no slot) that the front skips.</summary>
    private Outstanding[] _ring = new Outstanding[16];
    private int _front;
    private int _span;

    /// <summary>Live requests.</summary>
    public int Count { get; private set; }

    /// <summary>When the oldest live request was sent.</summary>
    public TimeSpan OldestSentAt => Count == 0 ? TimeSpan.MaxValue : _ring[_front].SentAt;

    /// <summary>Entries that the ring has room for.</summary>
    internal int Capacity => _ring.Length;

    internal void Add(in Outstanding request)
    {
        Invariant.Check(!request.Slot.IsNone && Count < Limits.OutstandingRequests);
        if (_span == _ring.Length)
        {
            Grow();
        }

        _ring[(_front + _span) & (_ring.Length - 1)] = request;
        _span++;
        Count++;
    }

    /// <summary>Copies the first live requests; returns how many.</summary>
    internal int Peek(Span<Outstanding> into)
    {
        var n = 0;
        for (var i = 0; i < _span && n < into.Length; i++)
        {
            ref readonly var entry = ref _ring[(_front + i) & (_ring.Length - 1)];
            if (!entry.Slot.IsNone)
            {
                into[n++] = entry;
            }
        }

        return n;
    }

    /// <summary>Takes the request out, if it is there.</summary>
    internal bool TryTake(in BlockRequest request, out Outstanding taken)
    {
        for (var i = 0; i < _span; i++)
        {
            ref var entry = ref _ring[(_front + i) & (_ring.Length - 1)];
            if (!entry.Slot.IsNone && entry.Request == request)
            {
                taken = entry;
                entry = default;
                Count--;
                SkipHoles();
                return true;
            }
        }

        taken = default;
        return false;
    }

    /// <summary>Calls for each live request, oldest first.</summary>
    public IEnumerable<Outstanding> Live()
    {
        for (var i = 0; i < _span; i++)
        {
            var entry = _ring[(_front + i) & (_ring.Length - 1)];
            if (!entry.Slot.IsNone)
            {
                yield return entry;
            }
        }
    }

    private void SkipHoles()
    {
        while (_span > 0 && _ring[_front].Slot.IsNone)
        {
            _front = (_front + 1) & (_ring.Length - 1);
            _span--;
        }
    }

    /// <summary>Closes the holes; a larger ring only where live requests fill most of it, so that one withheld block does not make it grow for ever.</summary>
    private void Grow()
    {
        var larger = new Outstanding[Count > _ring.Length / 2 ? _ring.Length * 2 : _ring.Length];
        var n = 0;
        for (var i = 0; i < _span; i++)
        {
            var entry = _ring[(_front + i) & (_ring.Length - 1)];
            if (!entry.Slot.IsNone)
            {
                larger[n++] = entry;
            }
        }

        _ring = larger;
        _front = 0;
        _span = n;
    }
}
