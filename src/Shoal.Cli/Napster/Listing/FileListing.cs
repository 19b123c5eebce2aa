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
        FileRows.Write(files, output);
    }
}
