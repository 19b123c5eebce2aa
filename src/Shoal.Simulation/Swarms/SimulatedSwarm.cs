using System.Runtime.CompilerServices;
using Shoal.Client.Swarms;
using Shoal.Runtime;
using Shoal.Simulation.Disks;

namespace Shoal.Simulation.Swarms;

/// <summary>Hosts around one torrent, run until something is true. What fails tells the seed.</summary>
internal sealed class SimulatedSwarm : IDisposable
{
    /// <summary>After so many events at least one host's state is checked the slow way, each in turn.</summary>
    private const int CheckEvery = 64;

    /// <summary>A larger host is checked after more events: one for so many pieces of peers that a check looks at.</summary>
    private const int CheckedPerEvent = 32;

    /// <summary>Longer than any timer that a stopped swarm may have left behind.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(15);

    /// <summary>Every open piece may have to go to a slow disk block by block.</summary>
    private static readonly TimeSpan StoppingTakes = TimeSpan.FromMinutes(5);

    /// <summary>The whole swarm of twenty needs two million.</summary>
    public long MostEvents { get; init; } = 30_000_000;

    private readonly List<SimulatedHost> _hosts = [];
    private bool _hasChanged = true;
    private int _nextChecked;
    private long _checkAt = CheckEvery;

    private readonly Replay _replay;

    /// <summary>A torrent that nobody has yet; the test's name is for a failure's report.</summary>
    public SimulatedSwarm(
        ulong seed, int pieces, [CallerMemberName] string test = "", int pieceLength = 64 * 1024, int torrents = 1, bool isPrivate = false, bool isV2 = false)
        : this(seed, pieces, new Replay(test), pieceLength, torrents, isPrivate, isV2)
    {
    }

    /// <summary>A torrent that nobody has yet, and how to see the run again.</summary>
    public SimulatedSwarm(ulong seed, int pieces, Replay replay, int pieceLength, int torrents = 1, bool isPrivate = false, bool isV2 = false)
    {
        _replay = replay;
        World = new World(seed);
        Tracker = new Rendezvous(World);
        Contents = [.. Enumerable.Range(0, torrents).Select(i => new Content(seed + (ulong)i, pieceLength, pieces * pieceLength, isPrivate, isV2))];
    }

    public World World { get; }

    public IReadOnlyList<Content> Contents { get; }

    /// <summary>For hosts that are told of each other as in life.</summary>
    public Rendezvous Tracker { get; }

    public IReadOnlyList<SimulatedHost> Hosts => _hosts;

    public IEnumerable<SimulatedHost> Leechers => _hosts.Where(host => !host.Options.IsSeed);

    /// <summary>Adds a host; it starts at once.</summary>
    public SimulatedHost Add(HostOptions options)
    {
        var host = new SimulatedHost(World, options, Contents, () => _hasChanged = true);
        _hosts.Add(host);
        host.Start();
        return host;
    }

    /// <summary>Tells each leecher of every seed and of some other leechers, by chance.</summary>
    public void Introduce(int others)
    {
        foreach (var host in Leechers)
        {
            foreach (var seed in _hosts.Where(h => h.Options.IsSeed))
            {
                host.Tell(seed);
            }

            var strangers = Leechers.Where(h => h != host).ToList();
            for (var i = 0; i < others && strangers.Count > 0; i++)
            {
                var chosen = World.Chance.Below(strangers.Count);
                host.Tell(strangers[chosen]);
                strangers.RemoveAt(chosen);
            }
        }
    }

    /// <summary>Lets time pass until the condition, which may follow from pieces and states, is true.</summary>
    /// <exception cref="SimulationException">It was not by the deadline, or the engine broke.</exception>
    public void RunUntil(string what, Func<bool> condition, TimeSpan deadline)
    {
        try
        {
            while (!(_hasChanged && condition()))
            {
                _hasChanged = false;
                if (!Step(deadline))
                {
                    throw Failure($"not within {deadline.TotalSeconds} virtual seconds: {what}", null);
                }
            }
        }
        catch (Exception e) when (e is not SimulationException)
        {
            throw Failure("the engine broke: " + e.Message, e);
        }
    }

    /// <summary>Lets so much time pass.</summary>
    public void RunFor(TimeSpan time)
    {
        try
        {
            var until = World.Agenda.Now + time;
            World.Agenda.At(until, static () => { });
            while (Step(until))
            {
                _hasChanged = true;
            }
        }
        catch (Exception e) when (e is not SimulationException)
        {
            throw Failure("the engine broke: " + e.Message, e);
        }
    }

    /// <summary>Runs until every leecher that is still there has an identical copy.</summary>
    public void RunToCompletion(TimeSpan deadline)
    {
        RunUntil("every leecher has all pieces", () => Leechers.All(h => h.IsCrashed ? !h.IsReturning : h.Torrents.All(t => t.Swarm.IsComplete && t.Store.IsIdenticalCopy)), deadline);
        foreach (var host in Leechers.Where(h => !h.IsCrashed))
        {
            Expect(host.Torrents.All(t => t.Swarm.Have.IsFull && t.Store.IsIdenticalCopy), $"{host} has an identical copy");
        }
    }

    /// <summary>Stops everybody in order; nobody may be left holding anything.</summary>
    public void Finish()
    {
        RunUntil("whoever will return has", () => !_hosts.Exists(h => h.IsReturning), World.Agenda.Now + StoppingTakes);
        var alive = _hosts.Where(h => !h.IsCrashed).ToList();
        alive.ForEach(host => host.Stop());
        RunUntil("every swarm is stopped", () => alive.All(h => h.Torrents.All(t => t.Swarm.State == SwarmState.Stopped)), World.Agenda.Now + StoppingTakes);
        RunFor(Settling);
        foreach (var host in alive)
        {
            Expect(host.Slab.InUse == 0, $"all buffers are back: {host}");
            Expect(host.Budget.Used == 0, $"all memory promised is released: {host}");
            EngineChecks.CheckStopped(host);
            Expect(host.Torrents.All(t => t.Swarm.Peers.Count == 0) && host.Line.Links.Count == 0, $"{host} has closed its {host.Line.Links.Count} links");
        }
    }

    /// <summary>Fails the run, with its seed, where something does not hold.</summary>
    public void Expect(bool holds, string what)
    {
        if (!holds)
        {
            throw Failure("expected: " + what, null);
        }
    }

    public void Dispose()
    {
        World.Log.Dispose();
        _hosts.ForEach(host => host.Dispose());
    }

    private bool Step(TimeSpan deadline)
    {
        if (World.Agenda.NextDue is not { } due || due > deadline)
        {
            return false;
        }

        World.Agenda.Next();
        if (World.Agenda.Happened > MostEvents)
        {
            throw Failure("more events than any run needs: something goes round in a circle", null);
        }

        if (World.Agenda.Happened >= _checkAt)
        {
            CheckNext();
        }

        return true;
    }

    private void CheckNext()
    {
        var host = _hosts[_nextChecked++ % _hosts.Count];
        _checkAt = World.Agenda.Happened + CheckEvery;
        if (!host.IsCrashed)
        {
            EngineChecks.Check(host);
            _checkAt += host.Torrents.Sum(t => t.Swarm.Peers.Count * t.Swarm.Have.Capacity) / CheckedPerEvent;
        }
    }

    private SimulationException Failure(string what, Exception? inner) => new(
        $"""
        {what}
        seed {World.Seed}, {World.Agenda.Now.TotalSeconds:F6} virtual seconds, {World.Agenda.Happened} events
        replay: {_replay.CommandFor(World.Seed)}
        {string.Join('\n', _hosts)}
        last: {string.Join("\n      ", World.Log.Last)}
        """, inner);
}
