using System.Threading.Channels;

namespace Shoal.Cli.Shipping;

/// <summary>What a verb has written and its caller has not taken yet. A caller that does not read makes the verb wait, and nobody else.</summary>
internal sealed class FrameQueue : IDisposable
{
    /// <summary>Parts of 64 KiB at most: what a caller may be behind.</summary>
    private const int MostWaiting = 64;

    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>();
    private readonly SemaphoreSlim _room = new(MostWaiting);
    private readonly CancellationTokenSource _gone = new();

    /// <summary>Blocks while there is no room.</summary>
    /// <exception cref="IOException">The caller is gone.</exception>
    public void Add(FrameKind kind, ReadOnlySpan<byte> bytes)
    {
        do
        {
            var part = bytes[..Math.Min(bytes.Length, Frame.MostPayload)];
            bytes = bytes[part.Length..];
            AddPart(new Frame(kind, part.ToArray()));
        }
        while (bytes.Length > 0);
    }

    /// <summary>There will be no more.</summary>
    public void Complete() => _frames.Writer.TryComplete();

    /// <summary>Nobody takes anything any more.</summary>
    public void Abandon() => _gone.Cancel();

    /// <summary>Sends all, until the last is added or the caller is gone.</summary>
    public async Task PumpAsync(FrameLink link)
    {
        try
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync(_gone.Token))
            {
                await link.SendAsync(frame.Kind, frame.Payload, _gone.Token);
                _room.Release();
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            Abandon();
        }
    }

    public void Dispose()
    {
        _room.Dispose();
        _gone.Dispose();
    }

    private void AddPart(Frame frame)
    {
        try
        {
            _room.Wait(_gone.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new IOException("the caller is gone", e);
        }

        _frames.Writer.TryWrite(frame);
    }
}
