using System.Buffers.Binary;
using System.Text;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Shipping;

/// <summary>
/// One verb that runs here for a caller in another process.
/// <code>
/// caller ─ Call ─► TryRead ─► run ─► Output ─► FrameQueue ─► Begin, Out, Error, Ask … Exit ─► caller
///        ─ Line, EndOfInput ─► GuestLines ─┘         Interrupt, or its end: cancels
/// </code>
/// </summary>
internal sealed class Guest : IDisposable
{
    private const int OutBuffer = 16 * 1024;

    /// <summary>A caller sends its call at once.</summary>
    private static readonly TimeSpan CallPatience = TimeSpan.FromSeconds(10);

    private readonly FrameLink _link;
    private readonly FrameQueue _queue = new();
    private readonly GuestLines _lines;

    /// <summary>Told to the verb.</summary>
    private readonly CancellationTokenSource _stop;

    /// <summary>The verb has ended.</summary>
    private readonly CancellationTokenSource _ended = new();

    private Guest(FrameLink link, CancellationToken cut)
    {
        _link = link;
        _lines = new GuestLines(_queue);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cut);
    }

    /// <summary>From the call to the exit code; a caller that is gone or speaks nonsense is dropped.</summary>
    /// <param name="stream">To the caller.</param>
    /// <param name="run">Runs its command line.</param>
    /// <param name="cut">This process ends, and waits for no guest.</param>
    public static async Task ServeAsync(Stream stream, RunCall run, CancellationToken cut)
    {
        await using var link = new FrameLink(stream);
        using var guest = new Guest(link, cut);
        if (await guest.ReadCallAsync() is { } call)
        {
            await guest.RunAsync(call, run, cut);
        }
    }

    public void Dispose()
    {
        _queue.Dispose();
        _stop.Dispose();
        _ended.Dispose();
    }

    private async Task<ShippedCall?> ReadCallAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(CallPatience);
        try
        {
            if (await _link.ReadAsync(patience.Token) is not { Kind: FrameKind.Call } frame)
            {
                return null;
            }

            await _link.SendAsync(FrameKind.Begin, default, patience.Token);
            if (ShippedCall.TryRead(frame.Payload.Span, out var call, out var reason))
            {
                return call;
            }

            await _link.SendAsync(FrameKind.Error, Encoding.UTF8.GetBytes($"shoal: {reason}\n"), patience.Token);
            await _link.SendAsync(FrameKind.Exit, Code(ExitCode.Failed), patience.Token);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or OperationCanceledException)
        {
            // Who sends no call is nobody.
        }

        return null;
    }

    private async Task RunAsync(ShippedCall call, RunCall run, CancellationToken cut)
    {
        var pump = _queue.PumpAsync(_link);
        var listening = ListenAsync();
        await using var @out = new StreamWriter(new SinkStream(bytes => _queue.Add(FrameKind.Out, bytes)), new UTF8Encoding(false), OutBuffer);
        await using var error = new StreamWriter(new SinkStream(bytes => _queue.Add(FrameKind.Error, bytes)), new UTF8Encoding(false)) { AutoFlush = true };

        // A verb may work before it first waits.
        var code = await Task.Run(() => run(call, json => new Output(@out, error, json, call.IsTerminal, call.IsOutTerminal, () => call.Width), _lines, _stop.Token), CancellationToken.None);
        try
        {
            await @out.FlushAsync(CancellationToken.None);
            if (cut.IsCancellationRequested)
            {
                _queue.Add(FrameKind.Error, "shoal: the client that it ran in was stopped\n"u8);
            }

            _queue.Add(FrameKind.Exit, Code(cut.IsCancellationRequested ? ExitCode.Failed : code));
        }
        catch (IOException)
        {
            // Nobody asks for the code any more.
        }

        _queue.Complete();
        await pump;
        await _ended.CancelAsync();
        await listening;
    }

    /// <summary>Until the caller is gone, or the verb has ended.</summary>
    private async Task ListenAsync()
    {
        try
        {
            while (await _link.ReadAsync(_ended.Token) is { } frame && await TakeAsync(frame))
            {
                // Taken.
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            // Gone, or no caller of ours.
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _queue.Abandon();
        await _stop.CancelAsync();
    }

    /// <summary>False: no caller says that.</summary>
    private async Task<bool> TakeAsync(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Interrupt:
                await _stop.CancelAsync();
                return true;
            case FrameKind.Line or FrameKind.EndOfInput:
                return _lines.TryAnswer(frame);
            default:
                return false;
        }
    }

    private static byte[] Code(int code)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, code);
        return bytes;
    }
}
