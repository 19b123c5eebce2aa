using System.CommandLine;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;
using Shoal.Dht;
using Shoal.Web.Metrics;

namespace Shoal.Cli.Commands;

/// <summary>shoal dht node: takes part in the distributed hash table until stopped.</summary>
internal sealed class DhtNodeCommand
{
    private const int UsualPort = 6881;
    private const int QueriesMost = 10_000;
    private const int AnswersLeast = 1000;

    private static readonly DhtOptions Usual = new();

    private readonly DhtNetwork _network = new(usual: UsualPort);
    private readonly Option<string?> _state = new("--state") { Description = "Where ids and tables are kept for the next run; $XDG_STATE_HOME/shoal/dht unless given", HelpName = "DIR" };
    private readonly Option<bool> _readOnly = new("--read-only") { Description = "Only ask, and tell others not to ask us" };
    private readonly Option<int> _queries = new("--queries") { Description = "Ask others at most so many times a second", HelpName = "N", DefaultValueFactory = _ => Usual.QueriesPerSecond };
    private readonly Option<int> _queriesPerAddress = new("--queries-per-address")
    {
        Description = "Answer one address (in IPv6: one /64) at most so many times a second in the long run; 0 for any number",
        HelpName = "N",
        DefaultValueFactory = _ => Usual.QueriesPerAddress,
    };

    private readonly Option<string?> _answers = new("--answers") { Description = "Answer others with at most so many bytes a second, such as 64K; 32K unless given, 0 for any number", HelpName = "RATE" };
    private readonly Option<int?> _metrics = new("--metrics") { Description = "Show figures for Prometheus at http://127.0.0.1:PORT/metrics", HelpName = "PORT" };

    public static Command Create()
    {
        var self = new DhtNodeCommand();
        var verb = new Verb("node", "Take part in the distributed hash table until stopped: one node for each address.")
        {
            Examples =
            [
                "shoal dht node",
                "shoal dht node --bind 203.0.113.5 --bind 2001:db8::5 --port 6881 --metrics 9881",
                "shoal dht node --bind 127.0.0.1 --port 6881 --bootstrap 127.0.0.2:6881 --json",
            ],
            Run = self.RunAsync,
        };
        self._network.AddTo(verb);
        verb.Add(self._state);
        verb.Add(self._readOnly);
        verb.Add(self._queries);
        verb.Add(self._queriesPerAddress);
        verb.Add(self._answers);
        verb.Add(self._metrics);
        self._queries.MustBeBetween(1, QueriesMost, "number of queries");
        self._queriesPerAddress.MustBeBetween(0, int.MaxValue, "number of queries");
        self._metrics.MustBeBetween(0, ushort.MaxValue, "port");
        self._answers.Validators.Add(static result => OptionChecks.CheckEach(
            result, static text => RateOf(text) is not null, static text => $"'{text}' is no rate: give bytes a second from {AnswersLeast} on, such as 64K, or 0 for no limit"));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        using var state = NodeState.Open(parsed.GetValue(_state) ?? NodeState.DefaultFolder);
        var options = new DhtOptions
        {
            Bootstrap = _network.Bootstrap(parsed),
            ReadOnly = parsed.GetValue(_readOnly) ? ReadOnlyMode.Always : ReadOnlyMode.Auto,
            QueriesPerSecond = parsed.GetValue(_queries),
            QueriesPerAddress = parsed.GetValue(_queriesPerAddress),
            AnswerRate = RateOf(parsed.GetValue(_answers)) ?? Usual.AnswerRate,
        };
        await using var run = await _network.OpenAsync(parsed, options, state.Read());
        await using var metrics = parsed.GetValue(_metrics) is { } port ? await NodeMetrics.OpenAsync(run, port, cancellation) : null;
        await WelcomeAsync(run, metrics, output);
        await new NodeWatch(run, state, output).RunAsync(cancellation);
        return ExitCode.Done;
    }

    private static async Task WelcomeAsync(DhtRun run, MetricsServer? metrics, Output output)
    {
        string[] listening = [.. (await run.AskAsync(() => run.Service.Addresses)).Select(static address => address.ToString())];
        string? figures = metrics is null ? null : $"http://{metrics.Listening[0]}/metrics";
        output.Fields("Listening", listening);
        output.FieldIfThere("Figures", figures);
        output.JsonLine(json =>
        {
            json.WriteString("type", "listening");
            json.WriteStrings("addresses", listening);
            json.WriteIfThere("metrics", figures);
        });
        output.Flush();
    }

    private static int? RateOf(string? text) => text is not null && Sizes.TryParse(text, out var rate) && rate is 0 or (>= AnswersLeast and <= int.MaxValue) ? (int)rate : null;
}
