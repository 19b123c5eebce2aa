using Shoal.Cli.Shell;

namespace Shoal.Cli.Tests.Shipping;

/// <summary>Standard input with these lines, and then the end, or nothing for ever.</summary>
internal sealed class ListedLines(bool ends, params string[] lines) : ILines
{
    private int _next;

    /// <summary>What was asked for, in turn.</summary>
    public List<string> Prompts { get; } = [];

    public async ValueTask<string?> ReadLineAsync(string prompt, CancellationToken cancellation)
    {
        Prompts.Add(prompt);
        if (_next == lines.Length && !ends)
        {
            await Never.Until(cancellation);
            cancellation.ThrowIfCancellationRequested();
        }

        return _next < lines.Length ? lines[_next++] : null;
    }
}
