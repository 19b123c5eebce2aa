using System.Diagnostics;
using Shoal.Cli.Shell;
using Shoal.Dht.Snapshots;
using Shoal.Runtime;

namespace Shoal.Cli.Dht;

/// <summary>Shows how the nodes stand until the user stops them, and keeps what the next run begins with.</summary>
internal sealed class NodeWatch(DhtRun run, NodeState state, Output output)
{
    /// <summary>A look at the nodes: a screen is drawn, an object printed.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>Between two lines in a pipe, when nothing else happens.</summary>
    private static readonly TimeSpan LineEvery = TimeSpan.FromMinutes(5);

    /// <summary>A crash costs what was learned since.</summary>
    private static readonly TimeSpan SaveEvery = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Endpoint, DhtTotals> _before = [];
    private readonly Dictionary<Endpoint, string> _said = [];
    private long _looked = Stopwatch.GetTimestamp();
    private long _saved = Stopwatch.GetTimestamp();
    private long _spoke = Stopwatch.GetTimestamp();
    private int _height;

    /// <exception cref="VerbException">What was learned cannot be saved.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            Show(await ReadAsync());
            if (Stopwatch.GetElapsedTime(_saved) >= SaveEvery)
            {
                _saved = Stopwatch.GetTimestamp();
                await TrySaveAsync();
            }

            await Task.WhenAny(Task.Delay(Look, cancellation));
        }

        output.EndScreen();
        state.Write(await run.AskAsync(run.Service.Save));
    }

    private async Task<List<NodeReading>> ReadAsync()
    {
        var nodes = await run.AskAsync(run.Service.Snapshot);
        var passed = Stopwatch.GetElapsedTime(_looked);
        _looked = Stopwatch.GetTimestamp();
        var readings = nodes.Select(node => new NodeReading(node, NodeRates.Between(_before.GetValueOrDefault(node.Local, node.Totals), node.Totals, passed))).ToList();
        foreach (var node in nodes)
        {
            _before[node.Local] = node.Totals;
        }

        return readings;
    }

    private void Show(List<NodeReading> nodes)
    {
        if (output.Json)
        {
            output.JsonLine(json => NodeJson.Write(json, nodes));
            output.Flush();
        }
        else if (output.IsTerminal)
        {
            // What was drawn before has to be drawn over to its last line.
            var lines = NodeView.ScreenOf(nodes, HeightOfScreen());
            _height = Math.Max(_height, lines.Count);
            output.Screen([.. lines, .. Enumerable.Repeat("", _height - lines.Count)]);
        }
        else
        {
            Say(nodes);
        }
    }

    /// <summary>A line for each node when its standing changes, and now and then.</summary>
    private void Say(List<NodeReading> nodes)
    {
        var isDue = Stopwatch.GetElapsedTime(_spoke) >= LineEvery;
        foreach (var node in nodes.Where(node => isDue || !string.Equals(_said.GetValueOrDefault(node.Node.Local), node.Standing, StringComparison.Ordinal)))
        {
            output.Line(NodeView.LineOf(node));
            _said[node.Node.Local] = node.Standing;
            _spoke = Stopwatch.GetTimestamp();
        }

        output.Flush();
    }

    private async Task TrySaveAsync()
    {
        try
        {
            state.Write(await run.AskAsync(run.Service.Save));
        }
        catch (VerbException e)
        {
            output.ErrorLine(e.Message);
        }
    }

    private static int HeightOfScreen()
    {
        try
        {
            return Console.WindowHeight is > 0 and var height ? height : 24;
        }
        catch (IOException)
        {
            return 24;
        }
    }
}
