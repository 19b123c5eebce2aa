using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Client;

namespace Shoal.Cli.Commands;

/// <summary>shoal seed: shares files that are here.</summary>
internal sealed class SeedCommand
{
    private readonly Argument<string[]> _torrents = new("TORRENT") { Description = "The .torrent files or magnet links to share, or folders of .torrent files", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _folder = new("--dir") { Description = "The folder that holds the files", HelpName = "DIR", Required = true };
    private readonly Option<bool> _trust = new("--trust") { Description = "Do not check files whose length is right" };
    private readonly NetworkOptions _network = new();

    public static Command Create()
    {
        var self = new SeedCommand();
        var verb = new Verb("seed", "Share the files of a torrent until stopped.")
        {
            Examples =
            [
                "shoal seed disc.iso.torrent --dir /srv/files",
                "shoal seed *.torrent --dir /srv/files --port 6881 --trust",
                "shoal seed ~/torrents --dir /srv/files",
                "shoal seed disc.iso.torrent --dir /srv/files --up 2M --seed-ratio 3",
            ],
            Run = self.RunAsync,
        };
        verb.Add(self._torrents);
        verb.Add(self._folder);
        self._network.AddTo(verb);
        verb.Add(self._trust);
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var inputs = parsed.GetRequiredValue(_torrents);
        var named = inputs.Where(input => !Directory.Exists(input)).ToArray();
        TorrentSources.Check(named);
        var files = inputs.Where(Directory.Exists).SelectMany(TorrentFolder.FilesIn).ToArray();
        var options = new TorrentOptions
        {
            DownloadFolder = Folders.ToShareFrom(parsed.GetRequiredValue(_folder)),
            Trust = parsed.GetValue(_trust),
            IsSeedOnly = true,
            SeedRatio = _network.SeedRatio(parsed),
        };
        await using var client = new TorrentClient(_network.Read(parsed, named.Length + files.Length));
        var session = new TransferSession(client, output, givesUp: files.Length == 0);
        var sharing = new Sharing(client, session, options, output);
        foreach (var input in named)
        {
            // Read again, so that not all are in memory at once.
            if (!await sharing.AddAsync(TorrentSources.Load(input), cancellation))
            {
                return ExitCode.Interrupted;
            }
        }

        if (files.Length > 0)
        {
            await sharing.AddAllAsync(files, cancellation);
        }

        output.Flush();
        await session.WatchAsync(SeedingEnds(client.Torrents), cancellation);
        foreach (var torrent in client.Torrents)
        {
            var snapshot = await torrent.GetSnapshotAsync();
            if (snapshot.Sent > 0 || files.Length == 0)
            {
                SharingSummary.Write(torrent, snapshot, output);
            }
        }

        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    /// <summary>Until every torrent has sent what --seed-ratio asks for; without it that never comes.</summary>
    public static Task SeedingEnds(IEnumerable<Torrent> torrents) => Task.WhenAll(torrents.Select(t => t.SeedingEnded));
}
