using System.Diagnostics;

namespace Shoal.Simulation.Tests;

/// <summary>A test of this program in another process, which tells what history it saw.</summary>
internal sealed record Child(Process Process, string File)
{
    private const string DigestFile = "SHOAL_DIGEST_FILE";

    /// <param name="test">The test's method.</param>
    /// <param name="seed">The seed that it is asked for.</param>
    /// <param name="environment">What else it is told.</param>
    public static Child Start(string test, ulong seed, params (string Name, string Value)[] environment)
    {
        var file = Path.GetTempFileName();
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "--filter-method", $"*.{test}" },
            Environment = { ["SHOAL_SEED"] = $"{seed}", [DigestFile] = file },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Child(Process.Start(start)!, file);
    }

    /// <summary>In the other process: tells the one that started it. Elsewhere nothing.</summary>
    public static void Tell(string digest)
    {
        if (Environment.GetEnvironmentVariable(DigestFile) is { Length: > 0 } file)
        {
            System.IO.File.WriteAllText(file, digest);
        }
    }

    /// <summary>Waits for it; it must have passed.</summary>
    public string Digest()
    {
        var output = Process.StandardOutput.ReadToEnd();
        Process.WaitForExit();
        Assert.True(Process.ExitCode == 0, output);
        var digest = System.IO.File.ReadAllText(File);
        System.IO.File.Delete(File);
        Process.Dispose();
        return digest;
    }
}
