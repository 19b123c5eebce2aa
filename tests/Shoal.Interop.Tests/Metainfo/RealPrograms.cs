using System.Diagnostics;

namespace Shoal.Interop.Tests.Metainfo;

/// <summary>Runs the programs that make torrents, each to its end, in a folder of its own.</summary>
internal sealed class RealPrograms : IDisposable
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "Metainfo", "libtorrent_tool.py");

    internal RealPrograms() => Folder = Directory.CreateTempSubdirectory("shoal-metainfo-").FullName;

    internal string Folder { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>A file of this length whose bytes depend on its path.</summary>
    internal void Write(string path, int length)
    {
        var full = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, [.. Enumerable.Range(0, length).Select(i => (byte)(i * (path.Length + 3) + i / 251))]);
    }

    internal string Libtorrent(string form, int pieceLength, string source)
    {
        var torrent = Path.Combine(Folder, form + ".torrent");
        Run("/usr/bin/python3", Tool, "make", form, $"{pieceLength}", Path.Combine(Folder, source), torrent);
        return torrent;
    }

    internal string Describe(string torrent) => Run("/usr/bin/python3", Tool, "describe", torrent);

    internal string Run(string program, params string[] arguments)
    {
        // Standard error goes where the tests' own goes: a second pipe nobody drains could block the program.
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
        return output;
    }
}
