using System.Threading.Channels;

namespace Shoal.Cli.Shell.Typing;

/// <summary>The process's own standard input: typed at the bottom of a terminal where it is one, else line by line.</summary>
internal sealed class ConsoleLines : ILines, IDisposable
{
    private readonly Channel<string?> _typed = Channel.CreateUnbounded<string?>();
    private bool _isTyping;

    /// <summary>A line that was asked for by who waits no longer.</summary>
    private Task<string?>? _pending;

    /// <summary>Null: no terminal, or one that cannot redraw a line.</summary>
    public PromptLine? Prompt { get; } = Console.IsInputRedirected || Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "dumb"
        ? null
        : new PromptLine(Console.OpenStandardOutput(), Output.OwnWidth);

    public async ValueTask<string?> ReadLineAsync(string prompt, CancellationToken cancellation)
    {
        if (Prompt is not null)
        {
            Prompt.Open(prompt);
            if (!_isTyping)
            {
                _isTyping = true;
                new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();
            }

            return await _typed.Reader.ReadAsync(cancellation);
        }

        // Standard input knows no cancellation.
        _pending ??= Task.Factory.StartNew(Console.In.ReadLine, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var line = await _pending.WaitAsync(cancellation);
        _pending = null;
        return line;
    }

    public void Dispose() => Prompt?.Close();

    private void ReadKeys()
    {
        try
        {
            Typed typed;
            do
            {
                typed = Prompt!.Press(Console.ReadKey(intercept: true));
                if (typed.IsWhole)
                {
                    _typed.Writer.TryWrite(typed.Line);
                }
            }
            while (typed != Typed.End);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The terminal is gone.
            _typed.Writer.TryWrite(null);
        }
    }
}
