using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.Dht.Calls;

/// <summary>
/// The queries that are out. Both deadlines are the same for all, nearly, so each has a queue in the order of sending whose front is due first;
/// an entry whose query has ended is void.
/// </summary>
internal sealed class CallTable(ISecrets secrets)
{
    private readonly Dictionary<uint, Call> _out = [];
    private readonly Stack<Call> _pool = new();
    private readonly Queue<Entry> _late = new();
    private readonly Queue<Entry> _lost = new();

    /// <summary>Queries that are out.</summary>
    public int Count => _out.Count;

    /// <summary>True where no more may be out.</summary>
    public bool IsFull => _out.Count >= Limits.Calls;

    /// <summary>How long replies take.</summary>
    public ReplyTimes Times { get; } = new();

    /// <summary>Takes a number for a query that leaves now. Not while <see cref="IsFull"/>.</summary>
    public Call Begin(Endpoint to, NodeId? expected, ICaller caller, object? tag, TimeSpan now)
    {
        Invariant.Check(!IsFull);
        var call = _pool.TryPop(out var used) ? used : new Call();
        (call.Transaction, call.To, call.Expected, call.Caller, call.Tag, call.Sent, call.IsLate) = (NewTransaction(), to, expected, caller, tag, now, false);
        _out.Add(call.Transaction, call);
        _late.Enqueue(new Entry(call, call.Transaction, now + Times.Late));
        _lost.Enqueue(new Entry(call, call.Transaction, now + Limits.Lost));
        return call;
    }

    /// <summary>The query that a reply is for; null where there is none to that endpoint. It stays until <see cref="End"/>.</summary>
    public Call? Find(uint transaction, Endpoint from) => _out.TryGetValue(transaction, out var call) && call.To == from ? call : null;

    /// <summary>It has ended, and its caller was told.</summary>
    public void End(Call call)
    {
        Invariant.Check(_out.Remove(call.Transaction));
        (call.Transaction, call.Tag, call.Caller) = (0, null, null!);
        _pool.Push(call);
    }

    /// <summary>The next query that has just become late.</summary>
    public bool TryLate(TimeSpan now, out Call call)
    {
        if (TryDue(_late, now, out call!))
        {
            _late.Dequeue();
            call.IsLate = true;
            return true;
        }

        return false;
    }

    /// <summary>The next query that is given up; the caller ends it.</summary>
    public bool TryLost(TimeSpan now, out Call call)
    {
        if (TryDue(_lost, now, out call!))
        {
            _lost.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>When something is due next; null while nothing is out.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            var late = Front(_late);
            var lost = Front(_lost);
            return late is null || lost < late ? lost : late;
        }
    }

    private static bool TryDue(Queue<Entry> queue, TimeSpan now, out Call? call)
    {
        call = Front(queue) <= now ? queue.Peek().Call : null;
        return call is not null;
    }

    /// <summary>When the first entry that still counts is due.</summary>
    private static TimeSpan? Front(Queue<Entry> queue)
    {
        while (queue.TryPeek(out var entry))
        {
            if (entry.Call.Transaction == entry.Transaction)
            {
                return entry.Due;
            }

            queue.Dequeue();
        }

        return null;
    }

    private uint NewTransaction()
    {
        var transaction = 0u;
        do
        {
            secrets.Fill(MemoryMarshal.AsBytes(new Span<uint>(ref transaction)));
        }
        while (transaction == 0 || _out.ContainsKey(transaction));

        return transaction;
    }

    /// <summary>A deadline of a query, void once its transaction is another.</summary>
    private readonly record struct Entry(Call Call, uint Transaction, TimeSpan Due);
}
