using System.Threading.Channels;

namespace Shoal.Net.Tests.Sockets;

internal sealed class Acceptor : IAcceptHandler
{
    private readonly Channel<ILink> _links = Channel.CreateUnbounded<ILink>();
    private int _count;

    public IListener? Listener { get; set; }

    public string? Failure { get; set; }

    public int Count => Volatile.Read(ref _count);

    public void OnAccepted(ILink link)
    {
        Interlocked.Increment(ref _count);
        _links.Writer.TryWrite(link);
    }

    public Task<ILink> Next() => _links.Reader.ReadAsync().AsTask().WaitAsync(TestNet.Deadline);
}
