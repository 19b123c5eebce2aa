using Microsoft.Data.Sqlite;
using Shoal.Data;

namespace Shoal.Napster.Client.Files;

/// <summary>
/// Brings an index up to what is in the shared folders: looks at the size and time of each file, and reads those that are new or were changed since.
/// <code>
///   folders ─walk─► compare with the index ─► gone: removed     changed: due ─► threads hash them, each file read once ─► shared
/// </code>
/// What is due is written down, and what is hashed is committed each second, so that a scan that is killed goes on where it was. Until a changed file is hashed, what was known of it stays.
/// </summary>
/// <param name="index">Can be asked meanwhile.</param>
/// <param name="time">By which files that were changed just now are told.</param>
public sealed class ShareScan(ShareIndex index, TimeProvider time)
{
    /// <summary>Threads that hash. A disk with turning plates likes one best.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told on the calling thread, about ten times a second.</summary>
    public Action<ShareProgress>? Progress { get; init; }

    /// <summary>Told on the calling thread of each file and folder that cannot be read.</summary>
    public Action<ShareFault>? Fault { get; init; }

    /// <summary>Told on the calling thread when others can see more: <see cref="ShareFeed.Next"/> has it.</summary>
    public Action? Committed { get; init; }

    private long _faults;
    private long _hashed;
    private long _done;
    private long _committed;
    private long _reported;

    /// <summary>Scans. Blocks, for hours where much is new: a thread of its own is best.</summary>
    /// <param name="folders">What is shared; those within others are shared once. What was shared before and is not among them is not any more.</param>
    /// <param name="cancellation">Ends it within a part of a file; what was found out stays.</param>
    /// <exception cref="DatabaseException">The index cannot be written.</exception>
    /// <exception cref="InvalidOperationException">There is a scan of this index already.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public ShareReport Run(IReadOnlyList<string> folders, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(folders);
        try
        {
            using var writer = index.Write();
            (_faults, _hashed, _done, _committed, _reported) = (0, 0, 0, time.GetTimestamp(), time.GetTimestamp());
            ShareWalk walk = null!;
            walk = new ShareWalk(writer, Tell, at => Step(writer, walk, 0, at), cancellation);
            try
            {
                walk.Run(Outermost(folders));
                Commit(writer);
                return Hash(writer, walk, cancellation);
            }
            finally
            {
                Commit(writer);
                writer.Forget(index.Told());
            }
        }
        catch (SqliteException e)
        {
            throw new DatabaseException(e.Message.TrimEnd('.'), e);
        }
    }

    /// <summary>Full paths, without those that lie in others.</summary>
    internal static IReadOnlyList<string> Outermost(IReadOnlyList<string> folders)
    {
        var full = folders.Select(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).Distinct(StringComparer.Ordinal).ToList();
        return [.. full.Where(folder => !full.Exists(outer => outer.Length < folder.Length && folder.StartsWith(outer.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))];
    }

    private ShareReport Hash(ShareWriter writer, ShareWalk walk, CancellationToken cancellation)
    {
        var due = new Queue<DueFile>();
        long last = 0;
        using var crew = new HashCrew(Threads);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (due.Count == 0)
            {
                writer.Due(last, Limits.WaitingFiles, due);
            }

            while (crew.Pending < Limits.WaitingFiles && due.TryDequeue(out var file))
            {
                last = file.Id;
                crew.Add(file);
            }

            if (crew.Pending == 0)
            {
                return new ShareReport(walk.Seen, _hashed, crew.BytesDone, walk.Removed, _faults);
            }

            foreach (var outcome in crew.TakeOutcomes(Limits.ScanProgressPause))
            {
                Keep(writer, outcome);
                Step(writer, walk, crew.BytesDone, crew.Current);
            }

            Step(writer, walk, crew.BytesDone, crew.Current);
        }
    }

    private void Keep(ShareWriter writer, HashOutcome outcome)
    {
        _done++;
        if (outcome.Hashed is { } hashed)
        {
            _hashed++;
            writer.Share(outcome.Due.Id, hashed, isDue: time.GetUtcNow().UtcTicks - hashed.Modified < Limits.FileTimeStep.Ticks);
        }
        else
        {
            writer.Hide(outcome.Due.Id);
            Tell(new ShareFault(outcome.Due.Path, outcome.Reason!));
        }
    }

    private void Step(ShareWriter writer, ShareWalk walk, long bytesDone, string current)
    {
        if (time.GetElapsedTime(_committed) >= Limits.ShareCommitPause)
        {
            Commit(writer);
        }

        if (Progress is not null && time.GetElapsedTime(_reported) >= Limits.ScanProgressPause)
        {
            _reported = time.GetTimestamp();
            Progress(new ShareProgress(walk.Seen, _done, walk.Due, bytesDone, walk.DueBytes, current));
        }
    }

    private void Commit(ShareWriter writer)
    {
        _committed = time.GetTimestamp();
        if (writer.Commit())
        {
            Committed?.Invoke();
        }
    }

    private void Tell(ShareFault fault)
    {
        _faults++;
        Fault?.Invoke(fault);
    }
}
