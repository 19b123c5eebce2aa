using Microsoft.Win32.SafeHandles;
using Shoal.Runtime;

namespace Shoal.Storage.Files;

/// <summary>
/// Open files, the least recently used closed first. A handle that is lent stays open until it is given back, even when it
/// was dropped meanwhile; so lent handles may exceed the capacity for as long as their calls last. Any thread may call.
/// </summary>
public sealed class HandlePool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _capacity;
    private readonly Dictionary<(object Owner, int File), LinkedListNode<Entry>> _entries = [];

    // First: the most recently used.
    private readonly LinkedList<Entry> _order = new();

    /// <summary>A pool that keeps this many files open.</summary>
    public HandlePool(int capacity = Limits.OpenFiles)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Files that are open in the pool now.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Closes all.</summary>
    public void Dispose() => DropWhere(static (_, _) => true, this);

    /// <summary>Lends the handle if it is open, and open for writing where that is wanted.</summary>
    internal bool TryBorrow(object owner, int file, bool forWriting, out Lease lease)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue((owner, file), out var node) || (forWriting && !node.Value.IsWritable))
            {
                lease = default;
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            node.Value.Users++;
            lease = new Lease(this, node.Value);
            return true;
        }
    }

    /// <summary>Takes a handle over and lends it. One that another thread put here meanwhile, good for the same use, is lent instead.</summary>
    internal Lease Add(object owner, int file, SafeFileHandle handle, bool isWritable)
    {
        lock (_gate)
        {
            if (TryBorrow(owner, file, isWritable, out var lease))
            {
                handle.Dispose();
                return lease;
            }

            DropOnGate((owner, file));
            var entry = new Entry(owner, file, handle, isWritable) { Users = 1 };
            _entries.Add((owner, file), _order.AddFirst(entry));
            while (_entries.Count > _capacity)
            {
                var last = _order.Last!.Value;
                DropOnGate((last.Owner, last.File));
            }

            return new Lease(this, entry);
        }
    }

    internal void Drop(object owner, int file)
    {
        lock (_gate)
        {
            DropOnGate((owner, file));
        }
    }

    internal void DropAll(object owner) => DropWhere(static (entry, owner) => ReferenceEquals(entry.Owner, owner), owner);

    private void DropWhere(Func<Entry, object, bool> chosen, object argument)
    {
        lock (_gate)
        {
            for (var node = _order.First; node is not null;)
            {
                var next = node.Next;
                if (chosen(node.Value, argument))
                {
                    DropOnGate((node.Value.Owner, node.Value.File));
                }

                node = next;
            }
        }
    }

    private void DropOnGate((object Owner, int File) key)
    {
        if (_entries.Remove(key, out var node))
        {
            _order.Remove(node);
            node.Value.IsDropped = true;
            if (node.Value.Users == 0)
            {
                node.Value.Handle.Dispose();
            }
        }
    }

    private void GiveBack(Entry entry)
    {
        lock (_gate)
        {
            entry.Users--;
            Invariant.Check(entry.Users >= 0);
            if (entry.IsDropped && entry.Users == 0)
            {
                entry.Handle.Dispose();
            }
        }
    }

    /// <summary>The right to use a handle until disposed.</summary>
    internal readonly struct Lease(HandlePool pool, Entry entry) : IDisposable
    {
        public SafeFileHandle Handle => entry.Handle;

        /// <summary>Held by who writes.</summary>
        public Lock Writing => entry.Writing;

        public void Dispose() => pool?.GiveBack(entry);
    }

    /// <summary>One open file.</summary>
    internal sealed class Entry(object owner, int file, SafeFileHandle handle, bool isWritable)
    {
        public object Owner => owner;

        public int File => file;

        public SafeFileHandle Handle => handle;

        public Lock Writing { get; } = new();

        public bool IsWritable => isWritable;

        /// <summary>Calls that use the handle now; it is closed only at 0.</summary>
        public int Users { get; set; }

        /// <summary>No longer in the pool: to be closed by the last user.</summary>
        public bool IsDropped { get; set; }
    }
}
