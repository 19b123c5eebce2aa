using System.Diagnostics;

namespace Shoal.Tidy.Tests;

/// <summary>Every text file that git holds or would add, read once.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>All paths, those of binary files too.</summary>
    public static IReadOnlyList<string> Paths { get; } = List();

    public static IReadOnlyList<SourceFile> Files { get; } = [.. Paths.Select(Read).OfType<SourceFile>()];

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Shoal.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no folder above " + AppContext.BaseDirectory + " has Shoal.slnx");
    }

    private static List<string> List()
    {
        // safe.directory: a checkout by one user is tested by another.
        string[] arguments = ["-c", "safe.directory=*", "-c", "core.quotePath=false", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Root, RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("git did not start");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(path => File.Exists(Path.Combine(Root, path))).Order(StringComparer.Ordinal)];
    }

    private static SourceFile? Read(string path)
    {
        var text = File.ReadAllText(Path.Combine(Root, path));
        return text.Contains('\0', StringComparison.Ordinal) ? null : new SourceFile(path, text);
    }
}
