using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;
using Shoal.Cli.Tests.Shipping;

namespace Shoal.Cli.Tests;

/// <summary>Runs the command line in this process, in a folder of its own.</summary>
internal sealed class Cli : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("shoal-cli-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes bytes that depend on the seed only.</summary>
    public string Write(string name, int length, int seed = 1)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    /// <summary>A shell in which nothing is typed.</summary>
    public static NapsterShell Shell(params string[] arguments) => NapsterShell.ForProcess(arguments, new ListedLines(ends: true));

    /// <summary>Nobody else may read it, or enter it where it is a folder.</summary>
    public static void AssertPrivate(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
        }
    }

    public static async Task<CliResult> Run(params string[] arguments) => await Run(CancellationToken.None, arguments);

    public static async Task<CliResult> Run(CancellationToken cancellation, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await CommandLine.RunAsync(arguments, json => new Output(output, error, json, isTerminal: false), Shell(arguments), cancellation);
        return new CliResult(exit, output.ToString(), error.ToString());
    }
}
