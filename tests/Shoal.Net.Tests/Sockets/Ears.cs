using System.Threading.Channels;
using Shoal.Runtime;

namespace Shoal.Net.Tests.Sockets;

/// <summary>An open datagram port with all that it heard.</summary>
internal sealed class Ears : IDatagramHandler
{
    private readonly Channel<(Endpoint From, byte[] Bytes)> _heard = Channel.CreateUnbounded<(Endpoint, byte[])>();

    public IDatagrams Port { get; private set; } = null!;

    public string? Failure { get; private set; }

    /// <summary>On the loop, at each datagram.</summary>
    public Action? OnEach { get; set; }

    public static async Task<Ears> Open(TestNet net, Loop loop, Endpoint at)
    {
        var ears = new Ears();
        await TestNet.On(loop, () =>
        {
            ears.Port = net.Transport.OpenDatagrams(loop, at, ears, out var failure)!;
            ears.Failure = failure;
        });
        return ears;
    }

    public void OnDatagram(Endpoint from, ReadOnlySpan<byte> datagram)
    {
        _heard.Writer.TryWrite((from, datagram.ToArray()));
        OnEach?.Invoke();
    }

    public Task<(Endpoint From, byte[] Bytes)> Next() => _heard.Reader.ReadAsync().AsTask().WaitAsync(TestNet.Deadline);

    public bool HasMore => _heard.Reader.TryPeek(out _);
}
