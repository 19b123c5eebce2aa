using System.CommandLine;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Client;

namespace Shoal.Cli.Commands;

/// <summary>shoal seed: shares files that are here.</summary>
internal sealed class SeedCommand
{
    private readonly Argument<string[]> _torrents = new("TORRENT") { Description = "The .torrent files or magnet links to share", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string> _folder = new("--dir") { Description = "The folder that holds the files", HelpName = "DIR", Required = true };
    private readonly Option<bool> _trust = new("--trust") { Description = "Do not check files whose length is right" };
    private readonly NetworkOptions _network = new();

    public static Command Create()
    {
        var self = new SeedCommand();
        var verb = new Verb("seed", "Share the files of a torrent until stopped.")
        {
            Examples = ["shoal seed disc.iso.torrent --dir /srv/files", "shoal seed *.torrent --dir /srv/files --port 6881 --trust", "shoal seed disc.iso.torrent --dir /srv/files --up 2M --seed-ratio 3"],
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
        var torrents = TorrentSources.Load(parsed.GetRequiredValue(_torrents));
        var trust = parsed.GetValue(_trust);
        var folder = Folders.ToShareFrom(parsed.GetRequiredValue(_folder));
        await using var client = new TorrentClient(_network.Read(parsed, torrents.Length));
        var session = new TransferSession(client, output);
        foreach (var source in torrents)
        {
            var torrent = await session.AddAsync(source, new TorrentOptions
            {
                DownloadFolder = folder,
                Trust = trust,
                IsSeedOnly = true,
                SeedRatio = _network.SeedRatio(parsed),
            }, cancellation);
            if (!await IsKnownAsync(torrent, session, cancellation))
            {
                return ExitCode.Interrupted;
            }

            var snapshot = await torrent.GetSnapshotAsync();
            if (snapshot.PiecesHave == 0 && snapshot.PieceCount > 0)
            {
                throw new VerbException(ExitCode.Failed, $"nothing of '{torrent.Name}' is in '{folder}': name the folder that holds it with --dir");
            }

            var note = snapshot.PiecesHave < snapshot.PieceCount ? ", sharing what is there" : "";
            output.Line($"{torrent.Name}: {snapshot.PiecesHave}/{snapshot.PieceCount} pieces {(trust ? "trusted, not checked" : "verified")}{note}, seeding on {string.Join(" and ", client.Listening)}");
            output.JsonLine(json =>
            {
                json.WriteString("name", torrent.Name);
                json.WriteNumber("piecesVerified", snapshot.PiecesHave);
                json.WriteNumber("pieces", snapshot.PieceCount);
                json.WriteString("listening", string.Join(" ", client.Listening));
            });
        }

        output.Flush();
        await session.WatchAsync(SeedingEnds(client.Torrents), cancellation);
        foreach (var torrent in client.Torrents)
        {
            SharingSummary.Write(torrent, await torrent.GetSnapshotAsync(), output);
        }

        return cancellation.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }

    /// <summary>Until every torrent has sent what --seed-ratio asks for; without it that never comes.</summary>
    public static Task SeedingEnds(IEnumerable<Torrent> torrents) => Task.WhenAll(torrents.Select(t => t.SeedingEnded));

    /// <summary>A link's torrent is asked for, and its files checked. False when the user stopped that.</summary>
    private static async Task<bool> IsKnownAsync(Torrent torrent, TransferSession session, CancellationToken cancellation)
    {
        await session.WatchAsync(torrent.Started, cancellation);
        return torrent.Started.IsCompletedSuccessfully;
    }
}
