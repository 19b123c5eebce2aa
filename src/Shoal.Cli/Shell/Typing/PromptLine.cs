using System.Text;

namespace Shoal.Cli.Shell.Typing;

/// <summary>The line at the bottom of a terminal in which one types, while others are written above it.</summary>
/// <param name="screen">The terminal.</param>
/// <param name="width">Its columns.</param>
internal sealed class PromptLine(Stream screen, Func<int> width)
{
    /// <summary>Below, the end of a prompt is not seen.</summary>
    private const int LeastRoom = 10;

    private readonly Lock _gate = new();
    private readonly LineEditor _editor = new();

    /// <summary>Null: nobody types.</summary>
    private string? _prompt;

    /// <summary>From now on this stands before what is typed.</summary>
    public void Open(string prompt)
    {
        lock (_gate)
        {
            _prompt = SafeText.Of(prompt);
            Draw();
        }
    }

    /// <summary>Nobody types any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_prompt is not null)
            {
                Erase();
                _prompt = null;
            }
        }
    }

    /// <summary>Takes a key.</summary>
    public Typed Press(ConsoleKeyInfo key)
    {
        lock (_gate)
        {
            var typed = _editor.Press(key);
            if (_prompt is not null)
            {
                Draw();
            }

            return typed;
        }
    }

    /// <summary>Writes above it.</summary>
    public void Write(Stream to, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_prompt is null)
            {
                to.Write(bytes);
                return;
            }

            Erase();
            to.Write(bytes);
            to.Flush();
            Draw();
        }
    }

    private void Erase() => Send("\r\e[2K");

    private void Draw()
    {
        var columns = width() - 1;
        var prompt = Columns.Cut(_prompt!, Math.Max(0, columns - LeastRoom));
        var taken = Columns.Of(prompt);
        var (seen, cursor) = _editor.View(columns - taken);
        var right = taken + cursor;
        Send($"\r\e[2K{prompt}{seen}\r{(right > 0 ? $"\e[{right}C" : "")}");
    }

    private void Send(string text)
    {
        screen.Write(Encoding.UTF8.GetBytes(text));
        screen.Flush();
    }
}
