using System.Buffers.Binary;
using System.Text;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Shipping;

/// <summary>Has a command line run by another process as if it ran here: what it writes is written here, what is typed here goes there.</summary>
internal sealed class Shipper(FrameLink link, Output output, ILines input)
{
    /// <summary>A verb that is interrupted ends in order; a process that hangs is not waited for.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Decoder _out = Encoding.UTF8.GetDecoder();
    private readonly Decoder _error = Encoding.UTF8.GetDecoder();

    /// <summary>The other process has taken the call; it is not made a second time.</summary>
    private bool _hasBegun;

    /// <summary>A line that was asked for.</summary>
    private Task _typing = Task.CompletedTask;

    /// <summary>Returns the exit code of the verb there; null: it was not begun, since the other process is about to end.</summary>
    /// <param name="stream">To the other process.</param>
    /// <param name="call">What to run.</param>
    /// <param name="output">Where its words go.</param>
    /// <param name="input">Where its lines come from.</param>
    /// <param name="cancellation">Ctrl-C and SIGTERM, which go there too.</param>
    /// <exception cref="VerbException">The other process ends before it has answered, or answers nonsense.</exception>
    public static async Task<int?> RunAsync(Stream stream, ShippedCall call, Output output, ILines input, CancellationToken cancellation)
    {
        var bytes = call.Write();
        if (bytes.Length > Frame.MostCall)
        {
            throw new VerbException(ExitCode.Usage, "the command line is too long for the client that runs: name fewer things at once");
        }

        await using var link = new FrameLink(stream);
        using var end = new CancellationTokenSource();
        await using var registration = cancellation.Register(() => end.CancelAfter(Grace));
        var shipper = new Shipper(link, output, input);
        var interrupting = Task.CompletedTask;
        try
        {
            await link.SendAsync(FrameKind.Call, bytes, end.Token);
            interrupting = shipper.InterruptAsync(cancellation, end.Token);
            return await shipper.ListenAsync(end.Token);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return shipper._hasBegun || e is InvalidDataException ? throw Broken(e) : null;
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(interrupting, shipper._typing);
        }
    }

    private static VerbException Broken(Exception? e) =>
        new(ExitCode.Failed, $"the client that this command ran in ended in the middle{(e is InvalidDataException ? $" ({e.Message})" : "")}: run it again", e);

    private async Task InterruptAsync(CancellationToken cancellation, CancellationToken end)
    {
        var pressed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(() => pressed.TrySetResult());
        await using var ended = end.Register(() => pressed.TrySetCanceled(end));
        try
        {
            await pressed.Task;
            await link.SendAsync(FrameKind.Interrupt, default, end);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The verb has ended, and who listens says how.
        }
    }

    private async Task<int?> ListenAsync(CancellationToken cancellation)
    {
        while (await link.ReadAsync(cancellation) is { } frame)
        {
            switch (frame.Kind)
            {
                case FrameKind.Begin:
                    _hasBegun = true;
                    break;
                case FrameKind.Out:
                    output.Relay(TextOf(_out, frame));
                    break;
                case FrameKind.Error:
                    output.RelayError(TextOf(_error, frame));
                    break;
                case FrameKind.Ask when _typing.IsCompleted:
                    _typing = AnswerAsync(Encoding.UTF8.GetString(frame.Payload.Span), cancellation);
                    break;
                case FrameKind.Exit when frame.Payload.Length == sizeof(int):
                    return BinaryPrimitives.ReadInt32LittleEndian(frame.Payload.Span);
                default:
                    throw new InvalidDataException($"it sent a message {frame.Kind} out of turn");
            }
        }

        return _hasBegun ? throw Broken(null) : null;
    }

    private async Task AnswerAsync(string prompt, CancellationToken cancellation)
    {
        try
        {
            var line = await input.ReadLineAsync(prompt, cancellation);
            var bytes = Encoding.UTF8.GetBytes(line ?? "");
            await link.SendAsync(line is null ? FrameKind.EndOfInput : FrameKind.Line, bytes.AsMemory(0, Math.Min(bytes.Length, Frame.MostPayload)), cancellation);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The verb has ended before the line came.
        }
    }

    private static string TextOf(Decoder decoder, Frame frame)
    {
        var text = new char[decoder.GetCharCount(frame.Payload.Span, flush: false)];
        return new string(text, 0, decoder.GetChars(frame.Payload.Span, text, flush: false));
    }
}
