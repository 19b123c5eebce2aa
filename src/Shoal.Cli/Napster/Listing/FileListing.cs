using Shoal.Cli.Napster.Presence;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Napster.Listing;

/// <summary>Shows files of others, and remembers them by their numbers.</summary>
internal static class FileListing
{
    public static void Tell(Output output, NapsterPresence presence, IReadOnlyList<RemoteFile> files)
    {
        LastList.Save(presence.Folder, files);
        if (files.Count > 0)
        {
            foreach (var (file, i) in files.Select(static (file, i) => (file, i)))
            {
                output.Line(string.Join("  ", FileRows.Row(i + 1, file)));
            }
        }

        for (var i = 0; i < files.Count; i++)
        {
            output.JsonLine(json => FileRows.Write(json, i + 1, files[i]));
        }
    }
}
