using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Client;
using Shoal.Client.Picking;
using Shoal.Metainfo;
using Shoal.Metainfo.Names;

namespace Shoal.Cli.Commands;

/// <summary>shoal get: fetches what a torrent names, from as many peers as there are.</summary>
internal sealed class GetCommand
{
    private readonly Argument<string[]> _torrents = new("TORRENT") { Description = "The .torrent files or magnet links to fetch", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _folder = new("--dir") { Description = "The folder to put the files in; this one unless given", HelpName = "DIR", DefaultValueFactory = _ => "." };
    private readonly Option<string[]> _peers = new("--peer") { Description = "A peer to ask. May repeat", HelpName = "HOST:PORT" };
    private readonly Option<string[]> _select = new("--select") { Description = "Fetch only files that match; each torrent must have one. May repeat", HelpName = "GLOB" };
    private readonly Option<bool> _sequential = new("--sequential") { Description = "Fetch from the beginning to the end instead of the rarest first" };
    private readonly Option<bool> _keepSeeding = new("--keep-seeding") { Description = "Go on sharing when all is here, until stopped or until --seed-ratio" };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Write over files that are in the way" };
    private readonly NetworkOptions _network = new();

    public static Command Create()
    {
        var self = new GetCommand();
        var verb = new Verb("get", "Fetch the files of a torrent.")
        {
            Examples =
            [
                "shoal get disc.iso.torrent",
                "shoal get 'magnet:?xt=urn:btih:…' --dir ~/Downloads",
                "shoal get disc.iso.torrent --down 2M --up 500K --keep-seeding --seed-ratio 1.5",
                "shoal get album.torrent --dir ~/Music --select '*.flac' --peer 192.0.2.7:6881 --peer '[2001:db8::7]:6881'",
            ],
            Run = self.RunAsync,
        };
        verb.Add(self._torrents);
        verb.Add(self._folder);
        self._network.AddTo(verb);
        verb.Add(self._peers);
        verb.Add(self._select);
        verb.Add(self._sequential);
        verb.Add(self._keepSeeding);
        verb.Add(self._overwrite);
        self._peers.Validators.Add(static result => HostAndPort.Check(result, "peer", "peer.example"));
        verb.Validators.Add(result =>
        {
            if (self._network.HasSeedRatio(result) && !result.GetValue(self._keepSeeding))
            {
                result.AddError("--seed-ratio says when to stop sharing, and nothing is shared afterwards without --keep-seeding: give both");
            }
        });
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var torrents = TorrentSources.Load(parsed.GetRequiredValue(_torrents));
        var patterns = parsed.GetValue(_select) ?? [];
        foreach (var known in torrents.Select(t => t.Metainfo).OfType<TorrentMetainfo>())
        {
            _ = Select(known, patterns);
        }

        await using var client = new TorrentClient(_network.Read(parsed, torrents.Length));
        var session = new TransferSession(client, output);
        var added = new List<Torrent>();
        for (var i = 0; i < torrents.Length; i++)
        {
            added.Add(await session.AddAsync(torrents[i], OptionsOf(parsed), cancellation));
        }

        if ((parsed.GetValue(_peers) ?? []).Length == 0)
        {
            var hasDht = await client.GetDhtAsync() is { Failure: null };
            foreach (var torrent in torrents.Where(t => t.Trackers.Count == 0 && t.Magnet is not { Peers.Count: > 0 }))
            {
                output.ErrorLine(hasDht && torrent.Metainfo is not { IsPrivate: true }
                    ? $"'{torrent.Name}' names no tracker and no --peer is given: looking for it in the DHT"
                    : $"'{torrent.Name}' names no tracker and no --peer is given: waiting for peers to connect to {string.Join(" and ", client.Listening)}");
            }
        }

        await session.WatchAsync(Task.WhenAll(added.Select(t => t.Completion)), cancellation);
        if (cancellation.IsCancellationRequested)
        {
            // First stopped, then summed up: until then blocks still come.
            await Task.WhenAll(added.Select(t => t.StopAsync()));
        }

        var snapshots = await Task.WhenAll(added.Select(t => t.GetSnapshotAsync()));
        for (var i = 0; i < added.Count; i++)
        {
            if (snapshots[i].PieceCount > 0)
            {
                var metainfo = await added[i].Metadata;
                ClosingSummary.Write(metainfo, Select(metainfo, patterns), snapshots[i], output);
            }
        }

        if (cancellation.IsCancellationRequested)
        {
            return StoppedEarly(snapshots, output);
        }

        if (parsed.GetValue(_keepSeeding))
        {
            output.Flush();
            await session.WatchAsync(SeedCommand.SeedingEnds(added), cancellation);
            foreach (var torrent in added)
            {
                SharingSummary.Write(torrent, await torrent.GetSnapshotAsync(), output);
            }
        }

        return ExitCode.Done;
    }

    private static int StoppedEarly(TorrentSnapshot[] snapshots, Output output)
    {
        if (Array.TrueForAll(snapshots, s => s.PieceCount > 0 && s.PiecesWantedHave == s.PiecesWanted))
        {
            return ExitCode.Done;
        }

        output.ErrorLine("interrupted; what is verified is kept, and the same command goes on from there");
        return ExitCode.Interrupted;
    }

    private TorrentOptions OptionsOf(ParseResult parsed) => new()
    {
        DownloadFolder = Folders.ToFetchInto(parsed.GetRequiredValue(_folder)),
        Select = parsed.GetValue(_select) is { Length: > 0 } patterns ? metainfo => Select(metainfo, patterns) : null,
        IsSequential = parsed.GetValue(_sequential),
        Overwrite = parsed.GetValue(_overwrite),
        SeedRatio = parsed.GetValue(_keepSeeding) ? _network.SeedRatio(parsed) : null,
        Peers = PeerAddresses.Endpoints(parsed.GetValue(_peers) ?? []),
        PeerHosts = PeerAddresses.Hosts(parsed.GetValue(_peers) ?? []),
    };

    private static PiecePriority[]? Select(TorrentMetainfo torrent, string[] patterns)
    {
        if (patterns.Length == 0)
        {
            return null;
        }

        var globs = patterns.Select(p => new Glob(p)).ToArray();
        var priorities = torrent.Files
            .Select(file => !file.IsPadding && globs.Any(g => g.Matches(file.Path)) ? PiecePriority.Normal : PiecePriority.Skip)
            .ToArray();
        return priorities.Contains(PiecePriority.Normal)
            ? priorities
            : throw new VerbException(ExitCode.Usage, $"no file of '{torrent.Name}' matches --select; 'shoal show' lists its files");
    }
}
