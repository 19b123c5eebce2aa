using System.Buffers;
using System.Text;
using System.Text.Json;
using Shoal.Cli.Shell.Typing;

namespace Shoal.Cli.Shell;

/// <summary>
/// Where a verb writes: results to standard output, errors and progress to standard error. Every line goes through
/// <see cref="SafeText"/>, because names and comments come from strangers.
/// </summary>
/// <param name="out">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="json">Programs read it.</param>
/// <param name="isTerminal">Standard error is a screen.</param>
/// <param name="isOutTerminal">Standard output is one.</param>
/// <param name="width">Columns of the screen; null: this process's own.</param>
internal sealed class Output(TextWriter @out, TextWriter error, bool json, bool isTerminal, bool isOutTerminal = false, Func<int>? width = null)
{
    /// <summary>Where nobody says.</summary>
    private const int UsualWidth = 80;

    private const int LeastWidth = 20;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private int _progressLength;

    /// <summary>Lines drawn by the last <see cref="Screen"/>.</summary>
    private int _screenLines;

    /// <summary>Why standard output takes nothing more, or null. What it buffers is never tried twice.</summary>
    private Exception? _broken;

    public TextWriter Out { get; } = @out;

    public TextWriter Error { get; } = error;

    /// <summary>True: only <see cref="JsonLine"/> reaches standard output.</summary>
    public bool Json { get; } = json;

    /// <summary>True when standard error is a screen that can redraw a line.</summary>
    public bool IsTerminal { get; } = isTerminal;

    /// <summary>True when standard output is a screen, whose lines should fit.</summary>
    public bool IsOutTerminal { get; } = isOutTerminal;

    /// <summary>Columns of the screen.</summary>
    public int Width => Math.Max(LeastWidth, width?.Invoke() ?? OwnWidth());

    /// <summary>The process's own streams. Standard output is written in large parts.</summary>
    /// <param name="json">Programs read it.</param>
    /// <param name="prompt">What is written above, where somebody types.</param>
    public static Output ForProcess(bool json, PromptLine? prompt)
    {
        var utf8 = new UTF8Encoding(false);
        var @out = new StreamWriter(Above(prompt, Console.OpenStandardOutput()), utf8, bufferSize: 16 * 1024);
        var error = new StreamWriter(Above(prompt, Console.OpenStandardError()), utf8) { AutoFlush = true };
        var canDraw = Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
        return new Output(@out, error, json, canDraw && !Console.IsErrorRedirected, canDraw && !Console.IsOutputRedirected);
    }

    /// <summary>The columns of the process's own terminal.</summary>
    public static int OwnWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var columns ? columns : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    /// <summary>A line for people; nothing under --json.</summary>
    public void Line(string text)
    {
        if (!Json)
        {
            ClearProgress();
            ToReader(SafeText.Of(text), (@out, line) => @out.WriteLine(line));
        }
    }

    /// <summary>A heading in a column of its own, then a value.</summary>
    public void Field(string name, string value) => Line($"{name,-13} {value}");

    /// <summary>One line for each value.</summary>
    public void Fields(string name, IReadOnlyList<string> values)
    {
        foreach (var value in values)
        {
            Field(name, value);
        }
    }

    /// <summary>A line, or none.</summary>
    public void FieldIfThere(string name, string? value)
    {
        if (value is not null)
        {
            Field(name, value);
        }
    }

    /// <summary>Values for people's programs, with tabs between them; nothing under --json.</summary>
    public void Values(IEnumerable<string> values)
    {
        if (!Json)
        {
            ClearProgress();
            ToReader(string.Join('\t', values.Select(SafeText.Of)), (@out, line) => @out.WriteLine(line));
        }
    }

    /// <summary>An object for programs; nothing without --json.</summary>
    public void JsonLine(Action<Utf8JsonWriter> write)
    {
        if (!Json)
        {
            return;
        }

        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        ClearProgress();
        ToReader(Encoding.UTF8.GetString(_buffer.WrittenSpan), (@out, line) => @out.WriteLine(line));
    }

    /// <summary>What another process has written for standard output, at once and as it is.</summary>
    public void Relay(string text) => ToReader(text, static (@out, part) =>
    {
        @out.Write(part);
        @out.Flush();
    });

    /// <summary>What another process has written for standard error.</summary>
    public void RelayError(string text) => ToUser(error => error.Write(text));

    public void ErrorLine(string text)
    {
        try
        {
            Flush();
        }
        catch (VerbException)
        {
            // The sentence matters more; the flush at the end fails again.
        }

        ToUser(error => error.WriteLine("shoal: " + SafeText.Of(text)));
    }

    /// <summary>On a terminal: replaces the progress line. Elsewhere: a plain line on standard error.</summary>
    public void Progress(string text)
    {
        if (!IsTerminal)
        {
            ProgressRow(text);
            return;
        }

        var fits = Fitting();
        var row = Row(text, fits);
        ToUser(error => error.Write("\r" + row.PadRight(Math.Min(_progressLength, fits))));
        _progressLength = row.Length;
    }

    /// <summary>A plain line on standard error, on a terminal too: for several things under way at once.</summary>
    public void ProgressRow(string text)
    {
        ClearProgress();
        ToUser(error => error.WriteLine(SafeText.Of(text)));
    }

    /// <summary>On a terminal: several lines that are drawn over those of the last call. Elsewhere plain lines on standard error.</summary>
    public void Screen(IReadOnlyList<string> lines)
    {
        if (!IsTerminal)
        {
            foreach (var line in lines)
            {
                ProgressRow(line);
            }

            return;
        }

        var fits = Fitting();
        var text = new StringBuilder(_screenLines > 0 ? $"\e[{_screenLines}A" : "");
        foreach (var line in lines)
        {
            text.Append("\e[2K").Append(Row(line, fits)).Append('\n');
        }

        _screenLines = lines.Count;
        ToUser(error => error.Write(text));
    }

    /// <summary>What was drawn stays, and what follows comes below it.</summary>
    public void EndScreen() => _screenLines = 0;

    /// <summary>Takes the progress line away, so that what follows starts at the left.</summary>
    public void ClearProgress()
    {
        if (_progressLength > 0)
        {
            ToUser(error => error.Write("\r" + new string(' ', _progressLength) + "\r"));
            _progressLength = 0;
        }
    }

    /// <summary>Everything written so far reaches the reader.</summary>
    /// <exception cref="VerbException">Standard output is closed or full, now or earlier.</exception>
    public void Flush()
    {
        ClearProgress();
        ToReader("", (@out, _) => @out.Flush());
    }

    private static string Row(string text, int fits)
    {
        var safe = SafeText.Of(text);
        return safe.Length > fits ? safe[..fits] : safe;
    }

    /// <summary>A line that reaches the edge would wrap, and then could not be drawn over.</summary>
    private int Fitting() => Width - 1;

    private static Stream Above(PromptLine? prompt, Stream stream) => prompt is null ? stream : new SinkStream(bytes => prompt.Write(stream, bytes));

    private void ToReader(string line, Action<TextWriter, string> write)
    {
        if (_broken is null)
        {
            try
            {
                write(Out, line);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _broken = e;
            }
        }

        throw new VerbException(ExitCode.Failed, $"the output cannot be written: {_broken.Message.TrimEnd('.')}", _broken);
    }

    // Nobody can be told that standard error does not work, and the work itself goes on without it.
    private void ToUser(Action<TextWriter> write)
    {
        try
        {
            write(Error);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _progressLength = 0;
        }
    }
}
