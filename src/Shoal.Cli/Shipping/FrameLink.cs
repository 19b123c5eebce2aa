namespace Shoal.Cli.Shipping;

/// <summary>Frames over a stream, in both directions. One reads; any may send.</summary>
internal sealed class FrameLink(Stream stream) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly byte[] _header = new byte[Frame.HeaderLength];

    /// <exception cref="IOException">The other end is gone.</exception>
    public async Task SendAsync(FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var frame = new Frame(kind, payload);
        var bytes = new byte[Frame.HeaderLength + payload.Length];
        frame.WriteHeader(bytes);
        payload.CopyTo(bytes.AsMemory(Frame.HeaderLength));
        await _turn.WaitAsync(cancellation);
        try
        {
            await stream.WriteAsync(bytes, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The next frame; null where the other end has closed.</summary>
    /// <exception cref="IOException">The other end is gone in the middle of a frame.</exception>
    /// <exception cref="InvalidDataException">It sent what is no frame.</exception>
    public async Task<Frame?> ReadAsync(CancellationToken cancellation)
    {
        if (await stream.ReadAtLeastAsync(_header, _header.Length, throwOnEndOfStream: false, cancellation) < _header.Length)
        {
            return null;
        }

        if (!Frame.TryReadHeader(_header, out var kind, out var length, out var reason))
        {
            throw new InvalidDataException(reason);
        }

        var payload = new byte[length];
        await stream.ReadExactlyAsync(payload, cancellation);
        return new Frame(kind, payload);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        _turn.Dispose();
    }
}
