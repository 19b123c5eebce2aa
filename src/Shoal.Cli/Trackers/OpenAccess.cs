using Shoal.TrackerServer.Access;

namespace Shoal.Cli.Trackers;

/// <summary>Who may use the tracker of this process, and the folder behind it.</summary>
internal sealed record OpenAccess(DataFolder Folder, TrackerAccess Access) : IDisposable
{
    public void Dispose()
    {
        Access.Dispose();
        Folder.Dispose();
    }
}
