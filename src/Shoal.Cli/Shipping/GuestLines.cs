using System.Text;
using System.Threading.Channels;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Shipping;

/// <summary>The standard input of a verb whose caller is another process: each line is asked for.</summary>
internal sealed class GuestLines(FrameQueue queue) : ILines
{
    private readonly Channel<string?> _answers = Channel.CreateUnbounded<string?>();

    /// <summary>1: an answer is on its way. A caller that answers unasked is none.</summary>
    private int _asked;

    public async ValueTask<string?> ReadLineAsync(string prompt, CancellationToken cancellation)
    {
        if (_answers.Reader.TryRead(out var kept))
        {
            return kept;
        }

        if (Interlocked.Exchange(ref _asked, 1) == 0)
        {
            queue.Add(FrameKind.Ask, Encoding.UTF8.GetBytes(prompt));
        }

        return await _answers.Reader.ReadAsync(cancellation);
    }

    /// <summary>False: nothing was asked.</summary>
    public bool TryAnswer(Frame frame) =>
        Interlocked.Exchange(ref _asked, 0) == 1 && _answers.Writer.TryWrite(frame.Kind == FrameKind.Line ? Encoding.UTF8.GetString(frame.Payload.Span) : null);
}
