using Shoal.TrackerServer.Snapshots;
using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer.Files;

/// <summary>A snapshot on disk.</summary>
internal sealed class SnapshotFile(string path)
{
    /// <summary>The store that it holds, or an empty one where there is no file yet or none to believe.</summary>
    /// <param name="create">Makes an empty store.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="wall">The wall clock's.</param>
    /// <param name="refused">Why it was not believed, part of a sentence; null too where there is no file.</param>
    public SwarmStore Read(Func<SwarmStore> create, TimeSpan now, DateTimeOffset wall, out string? refused)
    {
        refused = null;
        if (!File.Exists(path))
        {
            return create();
        }

        var store = create();
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return SnapshotFormat.TryRead(file, store, now, wall, out refused) ? store : create();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            refused = e.Message;
            return create();
        }
    }

    /// <summary>Writes one; null, or why it could not be, a sentence.</summary>
    public string? Write(SwarmStore store, TimeSpan now, DateTimeOffset wall)
    {
        try
        {
            // It names who fetches what: nobody else on this machine needs to read it.
            WholeFile.Replace(path, WholeFile.OwnerOnly, file =>
            {
                foreach (var part in SnapshotFormat.Write(store, now, wall))
                {
                    file.Write(part.Span);
                }
            });
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
