using System.Diagnostics;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Dht;
using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Net.Naming;
using Shoal.Net.Sockets;
using Shoal.Net.Sockets.Names;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Cli.Dht;

/// <summary>The nodes that a verb of `shoal dht` runs while it works, on a loop of their own.</summary>
internal sealed class DhtRun : IAsyncDisposable
{
    /// <summary>A node that lives answers within a second or two; bootstrap hosts are tried three times in this time, and a lost answer is given up after 8 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Once one family has joined, the other is not waited for much longer: many lines have one alone.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Loop _loop;
    private readonly WatchedNames _names;
    private readonly IReadOnlyList<string> _bootstrap;
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DhtRun(DhtOptions options, IReadOnlyList<Endpoint> binds)
    {
        _bootstrap = options.Bootstrap;
        var secrets = new SystemSecrets();
        var sockets = new SystemSockets(NetworkOptions.UsePortableSockets);
        _loop = sockets.CreateLoop("shoal-dht", e => _crashed.TrySetException(e));
        _names = new WatchedNames(binds.Count == 0 ? new SystemNames() : new StubNames(_loop, sockets.Transport, secrets, binds, new ResolverFiles(SystemClock.Instance).Settings));
        Service = new DhtService(
            new DhtWorld
            {
                Loop = _loop,
                Transport = sockets.Transport,
                Names = _names,
                Chance = new SeededChance(secrets.NextSeed()),
                Secrets = secrets,
            },
            options);
    }

    /// <summary>The nodes: to be touched on their loop alone.</summary>
    public DhtService Service { get; }

    /// <summary>Opens a node on each address.</summary>
    /// <param name="options">How they behave.</param>
    /// <param name="locals">The addresses.</param>
    /// <param name="isBound">The user chose the addresses: names too are looked up from there alone.</param>
    /// <param name="saved">What an earlier run left.</param>
    /// <exception cref="VerbException">No port could be opened.</exception>
    public static async Task<DhtRun> OpenAsync(DhtOptions options, IReadOnlyList<Endpoint> locals, bool isBound, byte[]? saved = null)
    {
        var run = new DhtRun(options, isBound ? [.. locals.Select(static local => local.WithPort(0))] : []);
        if (await run.AskAsync(() => run.Service.Open(locals, saved)) is { } failure)
        {
            await run.DisposeAsync();
            throw new VerbException(ExitCode.Failed, failure);
        }

        return run;
    }

    /// <summary>Has something done on the nodes' loop.</summary>
    public async Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = _loop.AskAsync(question);
        if (await Task.WhenAny(answer, _crashed.Task) != answer)
        {
            await _crashed.Task;
        }

        return await answer;
    }

    /// <summary>Waits until a node of ours knows others, of each family that the bootstrap hosts have.</summary>
    /// <exception cref="VerbException">Nobody answered.</exception>
    public async Task JoinAsync(CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        long? first = null;
        while (true)
        {
            var (joined, waitsFor, isHopeless) = await AskAsync(HowFar);
            if (joined)
            {
                first ??= Stopwatch.GetTimestamp();
                if (!waitsFor || Stopwatch.GetElapsedTime(first.Value) > Grace)
                {
                    return;
                }
            }
            else if (isHopeless || Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new VerbException(ExitCode.Failed, await AskAsync(WhyNobody));
            }

            await Task.Delay(Look, cancellation);
        }
    }

    /// <summary>Looks for a torrent's peers; what is found comes by the feed.</summary>
    public async Task<PeerFeed> SearchAsync(IReadOnlyList<Sha1Hash> hashes, DhtAnnounce? announce)
    {
        var feed = new PeerFeed(hashes.Count);
        await AskAsync(() => hashes.Select(hash => Service.Search(hash, announce, feed)).ToList());
        return feed;
    }

    /// <summary>Waits for what is told once, on the loop.</summary>
    public async Task<T> HearAsync<T>(Action<Action<T>> ask, CancellationToken cancellation)
    {
        var told = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await AskAsync(() =>
        {
            ask(told.SetResult);
            return true;
        });
        return await (await Task.WhenAny(told.Task, Crashing<T>())).WaitAsync(cancellation);
    }

    /// <summary>Addresses of a host, or why there are none.</summary>
    public Task<NameAnswer> LookUpAsync(string host, CancellationToken cancellation) => HearAsync<NameAnswer>(done => _names.Resolve(_loop, host, done), cancellation);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAny(_loop.AskAsync(Service.Close), _crashed.Task);
        (_loop as IDisposable)?.Dispose();
    }

    private async Task<T> Crashing<T>()
    {
        await _crashed.Task;
        throw new UnreachableException();
    }

    private (bool Joined, bool WaitsFor, bool IsHopeless) HowFar()
    {
        var nodes = Service.Snapshot();
        var answers = _names.Answers.Values;
        return (
            nodes.Any(static node => node.HasJoined),
            nodes.Any(node => !node.HasJoined && answers.Any(answer => answer.Addresses.Any(address => Endpoint.From(address, 0).IsIPv4 == node.Local.IsIPv4))),
            _bootstrap.All(text => _names.Answers.TryGetValue(HostAndPort.Parse(text).Host, out var answer) && answer.Failure is not null));
    }

    private string WhyNobody()
    {
        var hosts = string.Join(", ", _bootstrap.Select(text => $"{text} {WhyNot(text)}"));
        var local = string.Join(" and ", Service.Addresses);
        return $"no node of the DHT could be reached from {local} ({hosts}): see that UDP may leave this machine, or name a node that runs with --bootstrap HOST:PORT";
    }

    private string WhyNot(string text)
    {
        if (!_names.Answers.TryGetValue(HostAndPort.Parse(text).Host, out var answer))
        {
            return "is still being looked up";
        }

        return answer.Failure ?? (answer.Addresses.Any(address => Service.Addresses.Any(local => local.IsIPv4 == Endpoint.From(address, 0).IsIPv4)) ? "does not answer" : "has an address of another family");
    }
}
