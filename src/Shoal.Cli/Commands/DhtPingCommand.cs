using System.CommandLine;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;
using Shoal.Dht;
using Shoal.Dht.Searches;
using Shoal.Runtime;

namespace Shoal.Cli.Commands;

/// <summary>shoal dht ping: is a node there, and who is it?</summary>
internal sealed class DhtPingCommand
{
    private readonly Argument<string[]> _nodes = new("HOST:PORT") { Description = "The nodes to ask", Arity = ArgumentArity.OneOrMore };
    private readonly DhtNetwork _network = new();

    public static Command Create()
    {
        var self = new DhtPingCommand();
        var verb = new Verb("ping", "Ask nodes of the distributed hash table whether they are there.")
        {
            Examples = ["shoal dht ping dht.libtorrent.org:25401", "shoal dht ping 192.0.2.7:6881 '[2001:db8::7]:6881'"],
            Run = self.RunAsync,
        };
        verb.Add(self._nodes);
        self._network.AddTo(verb, withBootstrap: false);
        self._nodes.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(static token => !HostAndPort.TryParse(token.Value, out _)))
            {
                result.AddError(HostAndPort.SentenceOn(token.Value, "node", "router.example"));
            }
        });
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        await using var run = await _network.OpenAsync(parsed, new DhtOptions { Bootstrap = [], ReadOnly = ReadOnlyMode.Always });
        var answered = await Task.WhenAll(parsed.GetRequiredValue(_nodes).Select(text => PingAsync(run, text, cancellation)));
        foreach (var (text, at, ping) in answered.SelectMany(static each => each))
        {
            Tell(text, at, ping, output);
        }

        return Array.TrueForAll(answered, static pings => pings.Any(static each => each.Ping.Id is not null)) ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>A name may have several addresses: each is asked.</summary>
    private static async Task<IReadOnlyList<(string Text, Endpoint? At, DhtPing Ping)>> PingAsync(DhtRun run, string text, CancellationToken cancellation)
    {
        var node = HostAndPort.Parse(text);
        var names = await run.LookUpAsync(node.Host, cancellation);
        if (names.Failure is { } failure)
        {
            return [(text, null, new DhtPing(null, TimeSpan.Zero, failure))];
        }

        return await Task.WhenAll(names.Addresses.Select(async address =>
        {
            var at = Endpoint.From(address, node.Port);
            return (text, (Endpoint?)at, await run.HearAsync<DhtPing>(done => run.Service.Ping(at, done), cancellation));
        }));
    }

    private static void Tell(string text, Endpoint? at, DhtPing ping, Output output)
    {
        var address = at?.ToString() ?? text;
        output.JsonLine(json =>
        {
            json.WriteString("type", "ping");
            json.WriteString("node", text);
            json.WriteIfThere("address", at?.ToString());
            json.WriteIfThere("id", ping.Id?.ToString());
            if (ping.Id is not null)
            {
                json.WriteNumber("milliseconds", Math.Round(ping.Took.TotalMilliseconds, 3));
            }

            json.WriteIfThere("failure", ping.Failure);
        });
        if (ping.Id is { } id)
        {
            output.Line($"{address} is node {id}, {Counts.Milliseconds(ping.Took)}");
        }
        else
        {
            var name = string.Equals(address, text, StringComparison.Ordinal) ? text : $"{text} ({address})";
            output.ErrorLine($"{name}: {ping.Failure}; check the address and the port, and that UDP may pass");
        }
    }
}
