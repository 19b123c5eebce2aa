using System.CommandLine;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;
using Shoal.Dht;
using Shoal.Dht.Searches;

namespace Shoal.Cli.Commands;

/// <summary>shoal dht announce: tells the nodes that keep a torrent's peers that there is one here.</summary>
internal sealed class DhtAnnounceCommand
{
    /// <summary>Nodes forget a peer after half an hour to two hours.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(15);

    private readonly Argument<string> _torrent = DhtTorrents.CreateArgument();
    private readonly Option<int> _port = new("--port") { Description = "Where peers reach the one that is announced, at this machine's address as the nodes see it", HelpName = "N", Required = true };
    private readonly Option<bool> _seed = new("--seed") { Description = "It has all of the torrent" };
    private readonly Option<bool> _keep = new("--keep") { Description = "Announce again every 15 minutes, until stopped: nodes forget who does not" };
    private readonly DhtNetwork _network = new("--node-port");

    public static Command Create()
    {
        var self = new DhtAnnounceCommand();
        var verb = new Verb("announce", "Tell the distributed hash table that a peer of a torrent is here.")
        {
            Examples =
            [
                "shoal dht announce 2b66980093bc11806fab50cb3cb41835b95a0362 --port 6881",
                "shoal dht announce disc.iso.torrent --port 6881 --seed --keep",
            ],
            Run = self.RunAsync,
        };
        verb.Add(self._torrent);
        verb.Add(self._port);
        verb.Add(self._seed);
        verb.Add(self._keep);
        self._network.AddTo(verb);
        self._port.MustBeBetween(1, ushort.MaxValue, "port");
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var hashes = DhtTorrents.HashesOf(parsed.GetRequiredValue(_torrent));
        var announce = new DhtAnnounce((ushort)parsed.GetValue(_port), parsed.GetValue(_seed));
        var keep = parsed.GetValue(_keep);
        await using var run = keep ? await _network.OpenAsync(parsed, new DhtOptions { Bootstrap = _network.Bootstrap(parsed) }) : await _network.AskAsync(parsed);
        await run.JoinAsync(cancellation);
        var announcing = new Announcing(run, hashes, announce, output);
        await announcing.OnceAsync(cancellation);
        if (keep)
        {
            await announcing.AgainAsync(Again, cancellation);
        }

        return ExitCode.Done;
    }
}
