using Microsoft.Data.Sqlite;
using Shoal.Data;

namespace Shoal.TrackerServer.Accounts;

/// <summary>
/// Writes figures and the words they were made of in one transaction: after a crash both are there or neither, so that what is told again is counted from where it was counted last.
/// Figures of users who are gone find nobody.
/// </summary>
internal sealed class BatchWriter(SqliteDatabase database) : IDisposable
{
    private readonly SqliteCommand _share = database.Command(
        """
        INSERT INTO shares (user, torrent, uploaded, downloaded, remaining, most_left, seeding, until, first_seen, last_seen, completed)
        SELECT id, $torrent, $uploaded, $downloaded, coalesce($left, $most), $most, $seeding, $until, $first, $last, $completed FROM users WHERE id = $user
        ON CONFLICT (user, torrent) DO UPDATE SET
            uploaded = uploaded + $uploaded, downloaded = downloaded + $downloaded, remaining = coalesce($left, remaining), most_left = max(most_left, $most),
            seeding = seeding + $seeding, until = max(until, $until), last_seen = max(last_seen, $last), completed = coalesce(completed, $completed)
        """,
        ("$user", 0L), ("$torrent", null), ("$uploaded", 0L), ("$downloaded", 0L), ("$left", null), ("$most", 0L), ("$seeding", 0L), ("$until", 0L), ("$first", 0L), ("$last", 0L), ("$completed", null));

    private readonly SqliteCommand _peer = database.Command(
        """
        INSERT INTO peers (user, torrent, peer, uploaded, downloaded, seen, is_seed, is_gone)
        SELECT id, $torrent, $peer, $uploaded, $downloaded, $seen, $seed, $gone FROM users WHERE id = $user
        ON CONFLICT (user, torrent, peer) DO UPDATE SET uploaded = $uploaded, downloaded = $downloaded, seen = $seen, is_seed = $seed, is_gone = $gone
        """,
        ("$user", 0L), ("$torrent", null), ("$peer", null), ("$uploaded", 0L), ("$downloaded", 0L), ("$seen", 0L), ("$seed", false), ("$gone", false));

    public void Write(AccountBatch batch)
    {
        using var transaction = database.Begin();
        (_share.Transaction, _peer.Transaction) = (transaction, transaction);
        foreach (var change in batch.Shares)
        {
            Run(
                _share, change.Key.User, change.Key.Torrent.Span.ToArray(), change.Uploaded, change.Downloaded, change.Left, change.MostLeft, change.Seeding, change.Until, change.First, change.Last,
                change.Completed);
        }

        foreach (var (key, peer) in batch.Peers)
        {
            Run(_peer, key.User, key.Torrent.Span.ToArray(), peer.Id.Span.ToArray(), peer.Uploaded, peer.Downloaded, peer.Seen, peer.IsSeed, peer.IsGone);
        }

        transaction.Commit();
    }

    public void Dispose()
    {
        _share.Dispose();
        _peer.Dispose();
    }

    /// <summary>Values in the order in which the parameters were named.</summary>
    private static void Run(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        command.ExecuteNonQuery();
    }
}
