using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Shoal.Interop.Tests.Programs;

/// <summary>A program that runs beside the test: its lines as they come, its end, and signals to it alone.</summary>
internal sealed partial class Child : IDisposable
{
    public const int SigHup = 1;
    public const int SigInt = 2;
    public const int SigKill = 9;
    public const int SigTerm = 15;

    private readonly List<string> _out = [];
    private readonly List<string> _errors = [];
    private readonly Process _process;

    /// <summary>Starts a program in a folder, with variables of the environment set (or, by null, unset).</summary>
    public Child(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        Name = program + " " + string.Join(' ', start.ArgumentList);
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        _process.OutputDataReceived += (_, e) => Add(_out, e.Data);
        _process.ErrorDataReceived += (_, e) => Add(_errors, e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    public string Name { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Lines of standard output so far.</summary>
    public string[] Out => Copy(_out);

    /// <summary>Lines of standard error so far.</summary>
    public string[] Errors => Copy(_errors);

    /// <summary>The first line of standard output that begins so.</summary>
    public string Line(string beginning)
    {
        string? found = null;
        Eventually.Is($"'{Name}' to say '{beginning}…'", () =>
        {
            // Asked first: what it said before it ended counts.
            var ended = HasEnded;
            if (ended)
            {
                _process.WaitForExit();
            }

            found = Array.Find(Out, line => line.StartsWith(beginning, StringComparison.Ordinal));
            Assert.True(found is not null || !ended, $"it ended before it said '{beginning}…'\n{Story()}");
            return found is not null;
        }, Story);
        return found!;
    }

    /// <summary>Waits for its end; returns its exit code (128 + signal when a signal ended it).</summary>
    public int End()
    {
        Eventually.Is($"'{Name}' to end", () => _process.HasExited, Story);
        // Returns when both pipes are read to their ends.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Waits for its end, which must be this one.</summary>
    public Child EndsWith(int code)
    {
        var actual = End();
        Assert.True(actual == code, $"ended with {actual} instead of {code}\n{Story()}");
        return this;
    }

    /// <summary>All that it wrote so far, to files and to anything else.</summary>
    public long BytesWritten()
    {
        try
        {
            var line = Array.Find(File.ReadAllLines($"/proc/{Id}/io"), static line => line.StartsWith("wchar: ", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["wchar: ".Length..], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(Id, signal));

    /// <summary>All that is known of it, for a failed assertion.</summary>
    public string Story() => $"{Name}\n  {(HasEnded ? "has ended" : "runs")}\n  out: {string.Join("\n       ", Out.TakeLast(30))}\n  err: {string.Join("\n       ", Errors.TakeLast(30))}";

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static void Add(List<string> lines, string? line)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }

    private static string[] Copy(List<string> lines)
    {
        lock (lines)
        {
            return [.. lines];
        }
    }
}
