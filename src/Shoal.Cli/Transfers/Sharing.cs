using Shoal.Cli.Shell;
using Shoal.Client;

namespace Shoal.Cli.Transfers;

/// <summary>Begins to share torrents, one by one as they are named, or many of a folder at a time.</summary>
internal sealed class Sharing(TorrentClient client, TransferSession session, TorrentOptions options, Output output)
{
    /// <summary>Torrents of a folder opened at once: so many keep the disk and all cores busy.</summary>
    private static readonly int AtOnce = 2 * Environment.ProcessorCount;

    private readonly Lock _gate = new();

    /// <summary>Shares one that was named. False when the user stopped that.</summary>
    /// <exception cref="VerbException">Nothing of it is here.</exception>
    public async Task<bool> AddAsync(TorrentSource source, CancellationToken cancellation)
    {
        var torrent = await session.AddAsync(source, options, cancellation);

        if (!torrent.Started.IsCompletedSuccessfully)
        {
            // A link's torrent is asked for, and its files checked.
            await session.WatchAsync(torrent.Started, cancellation);
            if (!torrent.Started.IsCompletedSuccessfully)
            {
                return false;
            }
        }

        Tell(torrent, await LookAtAsync(torrent), isListed: true);
        return true;
    }

    /// <summary>Shares all of them. One that cannot be shared is named and left out, and the others go on.</summary>
    /// <exception cref="VerbException">None can be shared.</exception>
    public async Task AddAllAsync(string[] files, CancellationToken cancellation)
    {
        var (shared, left) = (0, 0);
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (file, token) =>
        {
            try
            {
                var torrent = await client.AddAsync(TorrentSources.Load(file), options, token);
                var snapshot = await LookAtAsync(torrent);
                lock (_gate)
                {
                    shared++;
                    session.Follow(torrent);
                    Tell(torrent, snapshot, isListed: snapshot.PiecesHave < snapshot.PieceCount);
                }
            }
            catch (Exception e) when (e is VerbException or TorrentException)
            {
                lock (_gate)
                {
                    left++;
                    output.ErrorLine($"{e.Message}; left out");
                }
            }
        });
        if (shared == 0)
        {
            throw new VerbException(ExitCode.Failed, "none of the torrents can be shared");
        }

        output.Line($"{shared} torrents{(left > 0 ? $", {left} left out" : "")}, seeding on {string.Join(" and ", client.Listening)}");
    }

    private async Task<TorrentSnapshot> LookAtAsync(Torrent torrent)
    {
        var snapshot = await torrent.GetSnapshotAsync();
        if (snapshot.PiecesHave == 0 && snapshot.PieceCount > 0)
        {
            await client.RemoveAsync(torrent);
            throw new VerbException(ExitCode.Failed, $"nothing of '{torrent.Name}' is in '{options.DownloadFolder}': name the folder that holds it with --dir");
        }

        return snapshot;
    }

    private void Tell(Torrent torrent, TorrentSnapshot snapshot, bool isListed)
    {
        if (isListed)
        {
            var note = snapshot.PiecesHave < snapshot.PieceCount ? ", sharing what is there" : "";
            output.Line($"{torrent.Name}: {snapshot.PiecesHave}/{snapshot.PieceCount} pieces {(options.Trust ? "trusted, not checked" : "verified")}{note}, seeding on {string.Join(" and ", client.Listening)}");
        }

        output.JsonLine(json =>
        {
            json.WriteString("name", torrent.Name);
            json.WriteNumber("piecesVerified", snapshot.PiecesHave);
            json.WriteNumber("pieces", snapshot.PieceCount);
            json.WriteString("listening", string.Join(" ", client.Listening));
        });
    }
}
