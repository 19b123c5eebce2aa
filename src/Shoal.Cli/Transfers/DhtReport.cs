using System.Diagnostics;
using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Dht.Searches;

namespace Shoal.Cli.Transfers;

/// <summary>Says once what keeps torrents from being found in the DHT. What is asked in one look is told in the next, so that nobody waits for it.</summary>
internal sealed class DhtReport(TorrentClient client, Output output)
{
    /// <summary>A network that comes up takes some seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly HashSet<Torrent> _told = [];
    private Task<(DhtSnapshot? Dht, (Torrent Torrent, DhtSearchResult? Last)[] Torrents)>? _asking;
    private bool _isFailureTold;
    private bool _isLonelinessTold;

    /// <summary>Tells what is new.</summary>
    /// <param name="lost">Torrents that only the DHT can find peers for, and that have none.</param>
    public async Task TellAsync(IReadOnlyCollection<Torrent> lost)
    {
        if (_asking is { IsCompleted: true })
        {
            var (dht, torrents) = await _asking;
            _asking = null;
            Tell(dht, torrents);
        }

        _asking ??= AskAsync(lost);
    }

    private async Task<(DhtSnapshot?, (Torrent, DhtSearchResult?)[])> AskAsync(IReadOnlyCollection<Torrent> lost) =>
        (await client.GetDhtAsync(), await Task.WhenAll(lost.Where(t => !_told.Contains(t)).Select(async torrent => (torrent, await torrent.GetDhtAsync()))));

    private void Tell(DhtSnapshot? dht, (Torrent Torrent, DhtSearchResult? Last)[] torrents)
    {
        if (dht?.Failure is { } failure)
        {
            if (!_isFailureTold)
            {
                _isFailureTold = true;
                output.ErrorLine($"going on without the DHT: {failure}");
            }
        }
        else if (dht is { Nodes: 0 })
        {
            if (!_isLonelinessTold && torrents.Length > 0 && Stopwatch.GetElapsedTime(_began) >= Patience)
            {
                _isLonelinessTold = true;
                output.ErrorLine("no node of the DHT has answered, so nothing is found there; trying again. If UDP is let through, name a node with --bootstrap");
            }
        }
        else
        {
            foreach (var (torrent, last) in torrents)
            {
                if (last is { Peers: 0 } search && _told.Add(torrent))
                {
                    output.ErrorLine($"nobody in the DHT has '{torrent.Name}' now ({search.Answers} nodes answered); looking again from time to time");
                }
            }
        }
    }
}
