using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Shoal.Client;
using Shoal.Metainfo.Creating;
using Shoal.Runtime;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>
/// Whole clients on virtual time: TorrentClient itself with real files in a folder of their own, among peers and trackers that the test plays.
/// What the public API awaits goes on within the simulation, on its thread.
/// </summary>
internal sealed class ClientSimulation : SynchronizationContext, IDisposable
{
    /// <summary>The framework carries a bounded wait's end over its thread pool: a moment of real time for so much virtual time, or the bound would come first.</summary>
    private static readonly TimeSpan HopEvery = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan HopTakes = TimeSpan.FromMilliseconds(100);

    private readonly SynchronizationContext? _before = Current;
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _continuations = new();
    private readonly List<SimulatedClient> _clients = [];
    private int _shares;

    public ClientSimulation(ulong seed = 1)
    {
        World = new World(seed);
        Names = new SimulatedNames(World);
        SetSynchronizationContext(this);
    }

    public World World { get; }

    public SimulatedNames Names { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("shoal-simulated-").FullName;

    /// <summary>Makes files and their torrent.</summary>
    public Share Make(TorrentFormat format = TorrentFormat.V1, int pieceLength = 32 * 1024, params int[] lengths) =>
        Make(new CreateOptions { Format = format, PieceLength = pieceLength }, lengths.Length == 0 ? [10 * pieceLength] : lengths);

    /// <summary>As above, perhaps for the torrent's own trackers alone (BEP 27).</summary>
    public Share Make(bool isPrivate, TorrentFormat format = TorrentFormat.V1) =>
        Make(new CreateOptions { Format = format, PieceLength = 32 * 1024, IsPrivate = isPrivate }, [320 * 1024]);

    private Share Make(CreateOptions options, int[] lengths) => Share.Make(World, Path.Combine(Folder, $"share-{_shares++}"), options, lengths);

    /// <summary>A client on a line of its own, with the options that the test makes of its state folder.</summary>
    public SimulatedClient Add(LineOptions? line = null, Func<string, TorrentClientOptions>? options = null)
    {
        var host = World.Network.Add(line ?? new LineOptions());
        var state = Path.Combine(Folder, $"state-{host.Index}");
        var exchange = new SimulatedExchange(host);
        var world = new ClientWorld
        {
            Time = World.Time,
            Transport = host,
            Workers = new PromptWorkers(World),
            Secrets = new WorldSecrets(World),
            CreateLoop = (_, _) => new SimulatedLoop(World, host.Index),
            CreateNames = _ => Names,
            CreateExchange = _ => exchange,
            Seed = World.Chance.Next(),
        };
        var client = new TorrentClient(options?.Invoke(state) ?? new TorrentClientOptions { StateFolder = state }, world);
        var simulated = new SimulatedClient(this, client, host, exchange, Path.Combine(Folder, $"got-{host.Index}"));
        _clients.Add(simulated);
        Run(client.ListenAsync());
        return simulated;
    }

    /// <summary>A tracker that the test plays.</summary>
    public ScriptedTracker AddTracker(string host, LineOptions? line = null)
    {
        var tracker = new ScriptedTracker(World, host, line);
        Names.Set(host, [.. tracker.Addresses]);
        return tracker;
    }

    /// <summary>Lets time pass until the condition holds.</summary>
    public void RunUntil(string what, Func<bool> condition, TimeSpan? within = null, bool hops = false)
    {
        var deadline = World.Agenda.Now + (within ?? TimeSpan.FromMinutes(10));
        var hopped = World.Agenda.Now;
        while (!condition())
        {
            if (_continuations.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
            else if (World.Agenda.NextDue is not { } due || due > deadline)
            {
                Assert.Fail($"not within {World.Agenda.Now.TotalSeconds} virtual seconds: {what}");
            }
            else if (hops && due - hopped > HopEvery)
            {
                SpinWait.SpinUntil(() => !_continuations.IsEmpty || condition(), HopTakes);
                hopped = due;
            }
            else
            {
                World.Agenda.Next();
            }
        }
    }

    public void Run(Task task)
    {
        RunUntil("the call ends", () => task.IsCompleted, hops: true);
        if (task.Exception?.InnerException is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        Assert.False(task.IsCanceled);
    }

    public T Run<T>(Task<T> task)
    {
        T? result = default;
        Run(TakeAsync());
        return result!;

        async Task TakeAsync() => result = await task;
    }

    /// <summary>Lets so much time pass.</summary>
    public void RunFor(TimeSpan time)
    {
        var isOver = false;
        World.Agenda.After(time, () => isOver = true);
        RunUntil("time passes", () => isOver, time + TimeSpan.FromSeconds(1));
    }

    public override void Post(SendOrPostCallback d, object? state) => _continuations.Enqueue((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    public void Dispose()
    {
        try
        {
            _clients.ForEach(client => client.Dispose());
        }
        finally
        {
            SetSynchronizationContext(_before);
            World.Log.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
