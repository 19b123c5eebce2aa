using System.CommandLine;
using System.Net;
using Shoal.Cli.Dht;
using Shoal.Cli.Shell;
using Shoal.Dht;
using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Cli.Commands;

/// <summary>shoal dht: the network in which peers are found without a tracker.</summary>
internal sealed class DhtCommand
{
    private readonly Option<string[]> _bootstrap = new("--bootstrap") { Description = "A node to begin with, instead of the public ones. May repeat", HelpName = "HOST:PORT" };
    private readonly Option<string[]> _binds = new("--bind") { Description = "Use only this address of this machine. May repeat", HelpName = "IP" };
    private readonly Option<int?> _port = new("--port") { Description = "The UDP port; any unless given", HelpName = "N" };
    private readonly Argument<string> _hash = new("HASH") { Description = "An info-hash of 40 hexadecimal digits" };

    public static Command Create()
    {
        var self = new DhtCommand();
        var getPeers = new Verb("get-peers", "Look for the peers of a torrent.")
        {
            Examples = ["shoal dht get-peers 2b66980093bc11806fab50cb3cb41835b95a0362"],
            Run = self.GetPeersAsync,
        };
        getPeers.Add(self._hash);
        getPeers.Add(self._bootstrap);
        getPeers.Add(self._binds);
        getPeers.Add(self._port);
        return new Verb("dht", "Find peers without a tracker.")
        {
            Examples = ["shoal dht get-peers 2b66980093bc11806fab50cb3cb41835b95a0362"],
            Subcommands = { getPeers },
        };
    }

    private async Task<int> GetPeersAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var options = parsed.GetValue(_bootstrap) is { Length: > 0 } hosts ? new DhtOptions { Bootstrap = hosts, ReadOnly = ReadOnlyMode.Always } : new DhtOptions { ReadOnly = ReadOnlyMode.Always };
        var port = (ushort)(parsed.GetValue(_port) ?? 0);
        var binds = parsed.GetValue(_binds) is { Length: > 0 } given ? given.Select(IPAddress.Parse) : [IPAddress.Any, IPAddress.IPv6Any];
        await using var run = await DhtRun.OpenAsync(options, [.. binds.Select(b => Endpoint.From(b, port))]);
        var ended = new TaskCompletionSource<DhtSearchResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var hash = new Sha1Hash(Convert.FromHexString(parsed.GetRequiredValue(_hash)));
        await run.AskAsync(() => run.Service.Schedule.Add(hash, () => null, peers =>
        {
            foreach (var peer in peers)
            {
                output.Line(peer.ToString());
            }

            ended.TrySetResult(default);
        }));
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellation);
        return ExitCode.Done;
    }
}
