using Shoal.Cli.Shell;

namespace Shoal.Cli.Transfers;

/// <summary>Checks what --dir names before anything is opened below it.</summary>
internal static class Folders
{
    /// <summary>A folder to fetch into; it need not be there yet.</summary>
    public static string ToFetchInto(string folder) =>
        File.Exists(folder) ? throw new VerbException(ExitCode.Usage, $"'{folder}' is a file: name a folder with --dir")
        : folder;

    /// <summary>A folder whose files are shared.</summary>
    public static string ToShareFrom(string folder) =>
        Directory.Exists(ToFetchInto(folder)) ? folder
        : throw new VerbException(ExitCode.Failed, $"there is no folder '{folder}': name the one that holds the files with --dir");
}
