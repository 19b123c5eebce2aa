using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Tests;

/// <summary>Ports in memory: what listens is told of the links that a test makes.</summary>
internal sealed class Doors : ITransport
{
    /// <summary>What listens at the first port.</summary>
    public IAcceptHandler? Handler { get; private set; }

    public Dictionary<int, IAcceptHandler> Handlers { get; } = [];

    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure)
    {
        failure = null;
        Handler ??= handler;
        Handlers[local.Port] = handler;
        return new Door(local);
    }

    /// <summary>Who is dialled, and who hears how it ends.</summary>
    public List<(Endpoint Remote, IDialHandler Handler)> Dials { get; } = [];

    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) => Dials.Add((remote, handler));

    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure) => throw new NotSupportedException();

    private sealed class Door(Endpoint local) : IListener
    {
        public Endpoint Local => local;

        public void Close()
        {
        }
    }
}
