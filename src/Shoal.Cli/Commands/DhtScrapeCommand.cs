using System.CommandLine;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;
using Shoal.Dht.Searches;
using Shoal.Metainfo;

namespace Shoal.Cli.Commands;

/// <summary>shoal dht scrape: how many share a torrent.</summary>
internal sealed class DhtScrapeCommand
{
    private readonly Argument<string> _torrent = DhtTorrents.CreateArgument();
    private readonly DhtNetwork _network = new();

    public static Command Create()
    {
        var self = new DhtScrapeCommand();
        var verb = new Verb("scrape", "Estimate how many seeds and other peers a torrent has, by the filters of the nodes that keep them (BEP 33).")
        {
            Examples = ["shoal dht scrape 2b66980093bc11806fab50cb3cb41835b95a0362"],
            Run = self.RunAsync,
        };
        verb.Add(self._torrent);
        self._network.AddTo(verb);
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var hashes = DhtTorrents.HashesOf(parsed.GetRequiredValue(_torrent));
        await using var run = await _network.AskAsync(parsed);
        await run.JoinAsync(cancellation);
        var filters = 0;
        foreach (var hash in hashes)
        {
            var told = await run.HearAsync<DhtScrape>(done => run.Service.Scrape(hash, done), cancellation);
            filters += told.Filters;
            Tell(hash, told, output);
        }

        return filters > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static void Tell(Sha1Hash hash, DhtScrape told, Output output)
    {
        var (seeds, others) = ((long)Math.Round(told.Seeds), (long)Math.Round(told.Peers));
        output.JsonLine(json =>
        {
            json.WriteString("type", "scrape");
            json.WriteString("infoHash", hash.ToString());
            json.WriteNumber("seeds", seeds);
            json.WriteNumber("others", others);
            json.WriteNumber("filters", told.Filters);
            json.WriteNumber("nodesAnswered", told.Answers);
            json.WriteNumber("queries", told.Queries);
        });
        if (told.Filters == 0)
        {
            output.ErrorLine(told.Answers == 0
                ? $"nobody answered about {hash}: try again, or name other nodes with --bootstrap HOST:PORT"
                : $"nothing is known of {hash}: {Counts.Of(told.Answers, "node")} answered and none counts its peers; perhaps nobody shares it, so try again later");
            return;
        }

        output.Line($"{hash}: about {Counts.Of(seeds, "seed")} and {Counts.Of(others, "other")}, estimated from {Counts.Of(told.Filters, "node")} of {told.Answers} that answered");
        output.Flush();
    }
}
