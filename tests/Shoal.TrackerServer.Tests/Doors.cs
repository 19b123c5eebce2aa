using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Tests;

/// <summary>A transport whose doors the test knocks at.</summary>
internal sealed class Doors : ITransport
{
    public string? Failure { get; init; }

    public int Opens { get; set; } = int.MaxValue;

    public int Closed { get; private set; }

    /// <summary>What stands behind the first door.</summary>
    public IAcceptHandler? Handler { get; private set; }

    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure)
    {
        failure = Opens-- > 0 ? null : Failure;
        Handler ??= handler;
        return failure is null ? new Door(this, local) : null;
    }

    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) => throw new NotSupportedException();

    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure) => throw new NotSupportedException();

    private sealed class Door(Doors doors, Endpoint local) : IListener
    {
        public Endpoint Local => local;

        public void Close() => doors.Closed++;
    }
}
