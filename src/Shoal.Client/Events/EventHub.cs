using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Shoal.Client.Events;

/// <summary>Hands each event to every reader there is; without readers an event costs nothing. Any thread may call.</summary>
internal sealed class EventHub
{
    private ImmutableArray<EventQueue> _readers = [];
    private bool _isClosed;

    public bool HasReaders => !_readers.IsEmpty;

    public void Publish(TorrentEvent happened)
    {
        foreach (var reader in _readers)
        {
            reader.Offer(happened);
        }
    }

    /// <summary>Ends every stream.</summary>
    public void Close()
    {
        Volatile.Write(ref _isClosed, true);
        foreach (var reader in _readers)
        {
            reader.Close();
        }
    }

    /// <summary>Subscribes now, so that nothing that happens after the call is missed, even before the first read.</summary>
    public IAsyncEnumerable<TorrentEvent> Subscribe(CancellationToken cancellation)
    {
        var queue = new EventQueue();
        ImmutableInterlocked.Update(ref _readers, static (readers, added) => readers.Add(added), queue);
        if (Volatile.Read(ref _isClosed))
        {
            queue.Close();
        }

        return ReadAsync(queue, cancellation);
    }

    private async IAsyncEnumerable<TorrentEvent> ReadAsync(EventQueue queue, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            while (await queue.ReadAsync(cancellation) is { } happened)
            {
                yield return happened;
            }
        }
        finally
        {
            ImmutableInterlocked.Update(ref _readers, static (readers, gone) => readers.Remove(gone), queue);
        }
    }
}
