using Shoal.Net.Sockets;
using Shoal.Runtime;

namespace Shoal.Net.Tests.Sockets;

/// <summary>Packet listeners that answer each packet with itself, reversed; an empty answer to one that begins with 0, a fault to one that begins with 255.</summary>
internal sealed class Echo : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<Endpoint>> _heard = [];
    private readonly TaskCompletionSource<Exception> _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PacketListeners? _listeners;

    public Echo(SocketKind kind, int threads, params string[] locals)
    {
        Assert.False(PacketListeners.MustBePortable);
        _listeners = PacketListeners.Open([.. locals.Select(TestNet.Parse)], threads, isPortable: kind == SocketKind.Managed, local => new Service(this, local), e => _crash.TrySetResult(e), out var failure);
        Failure = failure;
    }

    public string? Failure { get; }

    public Task<Exception> Crash => _crash.Task;

    public IReadOnlyList<Endpoint> Listening => _listeners!.Listening;

    /// <summary>Who was heard, for each of the services.</summary>
    public Endpoint[][] Heard
    {
        get
        {
            lock (_gate)
            {
                return [.. _heard.Values.Select(each => each.ToArray())];
            }
        }
    }

    public Echo Started()
    {
        Assert.Null(Failure);
        _listeners!.Start();
        return this;
    }

    public void Dispose() => _listeners?.Dispose();

    private sealed class Service(Echo echo, Endpoint local) : IPacketService
    {
        private readonly int _number = echo.Register();
        private bool _began;

        public void BeginBatch() => _began = true;

        public int Answer(Endpoint from, ReadOnlySpan<byte> packet, Span<byte> reply)
        {
            Assert.True(_began && local.Port != 0);
            lock (echo._gate)
            {
                echo._heard[_number].Add(from);
            }

            if (packet is [255, ..])
            {
                throw new InvalidOperationException("planted");
            }

            packet.CopyTo(reply);
            reply[..packet.Length].Reverse();
            return packet is [0, ..] ? 0 : packet.Length;
        }
    }

    private int Register()
    {
        lock (_gate)
        {
            _heard.Add(_heard.Count, []);
            return _heard.Count - 1;
        }
    }
}
