using System.Collections.Concurrent;
using System.Net;
using Shoal.Client.Picking;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Storage;
using Shoal.Storage.Files;

namespace Shoal.Client;

/// <summary>
/// A BitTorrent client: listens, and owns what its torrents share (loops, workers, memory). Any thread may call.
/// <code>
/// await using var client = new TorrentClient(new TorrentClientOptions());
/// var torrent = await client.AddAsync(metainfo, new TorrentOptions { DownloadFolder = "downloads" });
/// await torrent.Completion;
/// </code>
/// </summary>
public sealed class TorrentClient : IAsyncDisposable
{
    private const int FirstPort = 6881;
    private const int LastPort = 6889;

    private readonly TorrentClientOptions _options;
    private readonly ClientWorld _world;
    private readonly IDisposable? _ownedWorld;
    private readonly ConcurrentDictionary<Sha1Hash, Torrent> _byHash = new();
    private readonly (Loop Loop, ReceiveScratch Scratch)[] _loops;
    private readonly BufferSlab _slab = new();
    private readonly MemoryBudget _budget;
    private readonly List<IListener> _listeners = [];
    private readonly Lazy<Task> _listening;
    private readonly TaskCompletionSource _listenerCrashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<Sha1Hash> _adding = [];
    private int _nextLoop;
    private int _disposed;

    /// <summary>A client in the real world.</summary>
    public TorrentClient(TorrentClientOptions options)
        : this(options, RealWorld.Create(options, out var owned), owned)
    {
    }

    /// <summary>A client in the world that it is given.</summary>
    public TorrentClient(TorrentClientOptions options, ClientWorld world)
        : this(options, world, null)
    {
    }

    private TorrentClient(TorrentClientOptions options, ClientWorld world, IDisposable? ownedWorld)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(world);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Loops, 1);
        _options = options;
        _world = world;
        _ownedWorld = ownedWorld;
        _budget = new MemoryBudget(options.PieceMemory / BufferSlab.SlotLength);
        _loops = [.. Enumerable.Range(0, options.Loops).Select(i => (world.CreateLoop("shoal-loop-" + i, e => OnCrash(i, e)), new ReceiveScratch()))];
        _listening = new Lazy<Task>(ListenOnceAsync);
    }

    /// <summary>Where peers can reach this client, once it listens.</summary>
    public IReadOnlyList<Endpoint> Listening { get; private set; } = [];

    /// <summary>The torrents that were added and not removed.</summary>
    public IReadOnlyCollection<Torrent> Torrents => [.. _byHash.Values.Distinct()];

    /// <summary>Opens the port. Adding a torrent does it too.</summary>
    /// <exception cref="TorrentException">The port is taken, or an address is not this machine's.</exception>
    public Task ListenAsync() => _listening.Value;

    /// <summary>Opens and checks a torrent's files, then fetches and shares it.</summary>
    /// <exception cref="TorrentException">It is here already, or its files cannot be used; the message says why.</exception>
    public async Task<Torrent> AddAsync(TorrentMetainfo metainfo, TorrentOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(metainfo);
        ArgumentNullException.ThrowIfNull(options);
        await ListenAsync();
        Reserve(metainfo);
        try
        {
            return await StartAsync(metainfo, options, cancellation);
        }
        finally
        {
            lock (_adding)
            {
                _adding.Remove(metainfo.InfoHashes.Primary);
            }
        }
    }

    private void Reserve(TorrentMetainfo metainfo)
    {
        lock (_adding)
        {
            if (_byHash.ContainsKey(metainfo.InfoHashes.Primary) || !_adding.Add(metainfo.InfoHashes.Primary))
            {
                throw new TorrentException($"'{metainfo.Name}' is in this client already");
            }
        }
    }

    private async Task<Torrent> StartAsync(TorrentMetainfo metainfo, TorrentOptions options, CancellationToken cancellation)
    {
        var (loop, scratch) = _loops[(Interlocked.Increment(ref _nextLoop) - 1) % _loops.Length];
        var (store, loaded) = await OpenStore.RunAsync(metainfo, options, StateFolders.Of(_options), _world.Workers, loop, cancellation);
        var context = new SwarmContext
        {
            Loop = loop,
            Transport = _world.Transport,
            Workers = _world.Workers,
            Chance = new SeededChance(_world.Seed + (ulong)_nextLoop),
            Slab = _slab,
            Scratch = scratch,
            Budget = _budget,
            PeerId = NewPeerId(),
            Binds = [.. _options.Binds.Select(address => Endpoint.From(address, 0))],
            ListenPort = Listening.Count > 0 ? Listening[0].Port : 0,
            ClientName = _options.ClientName,
        };
        var swarmOptions = new SwarmOptions
        {
            FilePriorities = options.IsSeedOnly ? [.. metainfo.Files.Select(_ => PiecePriority.Skip)] : options.FilePriorities,
            IsSequential = options.IsSequential,
            UnchokeSlots = options.UnchokeSlots,
        };
        var torrent = new Torrent(context, metainfo, store, swarmOptions, loaded.Have);
        loop.Post(() =>
        {
            torrent.Swarm.Start(loaded.Partial);
            foreach (var peer in options.Peers)
            {
                torrent.Swarm.AddPeer(peer);
            }
        });

        // Only now can strangers be handed to it: their mail comes after its start.
        Register(torrent);
        return torrent;
    }

    /// <summary>Stops every torrent in order, then closes the ports and ends the threads.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await Task.WhenAll(Torrents.Select(torrent => torrent.StopAsync()));
        await Task.WhenAny(OnLoop(_loops[0].Loop, () => _listeners.ForEach(listener => listener.Close())), _listenerCrashed.Task);
        foreach (var (loop, scratch) in _loops)
        {
            (loop as IDisposable)?.Dispose();
            scratch.Dispose();
        }

        _ownedWorld?.Dispose();
        _slab.Dispose();
    }

    private static Task OnLoop(Loop loop, Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(() =>
        {
            action();
            done.SetResult();
        });
        return done.Task;
    }

    private void Register(Torrent torrent)
    {
        if (torrent.Metainfo.InfoHashes.V1 is { } v1)
        {
            _byHash[v1] = torrent;
        }

        if (torrent.Metainfo.InfoHashes.V2Truncated is { } v2)
        {
            _byHash[v2] = torrent;
        }
    }

    private PeerId NewPeerId()
    {
        Span<byte> id = stackalloc byte[PeerId.Length];
        _world.Secrets.Fill(id);
        "-SH0100-"u8.CopyTo(id);
        return new PeerId(id);
    }

    private async Task ListenOnceAsync()
    {
        string? failure = null;
        await OnLoop(_loops[0].Loop, () => failure = Listen());
        if (failure is not null)
        {
            throw new TorrentException(failure);
        }

        Listening = [.. _listeners.Select(listener => listener.Local)];
    }

    /// <summary>Opens the asked port, or the first free one; returns why it could not.</summary>
    private string? Listen()
    {
        var ports = _options.Port is { } asked ? [asked] : Enumerable.Range(FirstPort, LastPort - FirstPort + 1).Append(0);
        string? failure = null;
        foreach (var port in ports)
        {
            failure = TryListen(port);
            if (failure is null)
            {
                return null;
            }
        }

        return failure;
    }

    private string? TryListen(int port)
    {
        var router = new IncomingRouter(_loops[0].Loop, hash => _byHash.GetValueOrDefault(hash)?.Swarm);
        var anyFamily = _options.Binds.Count == 0;
        foreach (var address in anyFamily ? [IPAddress.Any, IPAddress.IPv6Any] : _options.Binds)
        {
            // Port 0 gives the first family a port; the other family takes the same.
            var local = Endpoint.From(address, port == 0 && _listeners.Count > 0 ? _listeners[0].Local.Port : port);
            if (_world.Transport.Listen(_loops[0].Loop, local, router, out var reason) is { } listener)
            {
                _listeners.Add(listener);
            }
            else if (!(anyFamily && _listeners.Count > 0))
            {
                _listeners.ForEach(l => l.Close());
                _listeners.Clear();
                return $"cannot listen on {local} ({reason}): choose another --port or --bind";
            }
        }

        return null;
    }

    /// <summary>A handler threw: its loop is over, and so are the torrents on it. The others go on.</summary>
    private void OnCrash(int index, Exception reason)
    {
        foreach (var torrent in Torrents.Where(t => t.Swarm.Context.Loop == _loops[index].Loop))
        {
            torrent.Crash(reason);
        }

        if (index == 0)
        {
            _listenerCrashed.TrySetResult();
        }
    }
}
