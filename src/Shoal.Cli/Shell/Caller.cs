namespace Shoal.Cli.Shell;

/// <summary>Who typed a command line, where that is another process than the one that runs it.</summary>
/// <param name="Folder">His current folder.</param>
/// <param name="Input">His standard input.</param>
internal sealed record Caller(string Folder, ILines Input)
{
    /// <summary>A path as he means it.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Folder);
}
