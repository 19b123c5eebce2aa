using System.CommandLine;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Commands;

/// <summary>shoal dht get-peers: who shares a torrent.</summary>
internal sealed class DhtGetPeersCommand
{
    private readonly Argument<string> _torrent = DhtTorrents.CreateArgument();
    private readonly DhtNetwork _network = new();

    public static Command Create()
    {
        var self = new DhtGetPeersCommand();
        var verb = new Verb("get-peers", "Look for the peers of a torrent, and print them as they are found.")
        {
            Examples =
            [
                "shoal dht get-peers 2b66980093bc11806fab50cb3cb41835b95a0362",
                "shoal dht get-peers 'magnet:?xt=urn:btih:…' --json",
                "shoal dht get-peers disc.iso.torrent --bootstrap 192.0.2.7:6881 --bind 192.0.2.5",
            ],
            Run = self.RunAsync,
        };
        verb.Add(self._torrent);
        self._network.AddTo(verb);
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var torrent = parsed.GetRequiredValue(_torrent);
        var hashes = DhtTorrents.HashesOf(torrent);
        await using var run = await _network.AskAsync(parsed);
        await run.JoinAsync(cancellation);
        var feed = await run.SearchAsync(hashes, announce: null);
        await foreach (var peer in feed.ReadAllAsync(cancellation))
        {
            output.Line(peer.ToString());
            output.JsonLine(json =>
            {
                json.WriteString("type", "peer");
                json.WriteString("address", peer.ToString());
            });
            output.Flush();
        }

        var sum = feed.Sum;
        output.JsonLine(json => SearchLines.Write(json, sum));
        if (sum.Answers == 0)
        {
            throw new VerbException(ExitCode.Failed, SearchLines.NobodyAnswered(sum));
        }

        if (sum.Peers == 0)
        {
            throw new VerbException(ExitCode.Failed, $"no peer of {string.Join(" and ", hashes)} was found: {Counts.Of(sum.Answers, "node")} answered ({Counts.Of(sum.Queries, "query")}, {Counts.Seconds(sum.Took)}) and none knows one; perhaps nobody shares it now, so try again later");
        }

        if (!output.Json)
        {
            output.ProgressRow($"{Counts.Of(sum.Peers, "peer")}; {SearchLines.Sums(sum)}, the first peers after {Counts.Seconds(sum.FirstPeers ?? sum.Took)}");
        }

        return ExitCode.Done;
    }
}
