using System.Collections.Concurrent;
using System.Net;
using System.Runtime.ExceptionServices;
using Shoal.Client.Choking;
using Shoal.Client.Events;
using Shoal.Client.Leases;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

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
    private readonly ClientLeases _leases;
    private readonly ClientChoker _choker;
    private readonly List<IListener> _listeners = [];
    private readonly Lazy<Task> _listening;
    private readonly TaskCompletionSource _listenerCrashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _registering = new();
    private readonly Publisher _publisher = new();
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
        _leases = ClientLeases.Of(options, world.Time);
        _choker = new ClientChoker(_loops[0].Loop, _leases, new SeededChance(world.Seed), options.UploadSlots);
        _choker.Start();
        _listening = new Lazy<Task>(ListenOnceAsync);
    }

    /// <summary>Where peers can reach this client, once it listens.</summary>
    public IReadOnlyList<Endpoint> Listening { get; private set; } = [];

    /// <summary>The torrents that were added and not removed.</summary>
    public IReadOnlyCollection<Torrent> Torrents => [.. _byHash.Values.Distinct()];

    /// <summary>The newest revision of any snapshot.</summary>
    public long Revision => _publisher.Revision;

    /// <summary>The torrents whose snapshot is newer than a revision, with it: all that a display has to draw again.</summary>
    public IReadOnlyList<(Torrent Torrent, TorrentSnapshot Snapshot)> ChangedSince(long revision) =>
        [.. Torrents.Select(t => (Torrent: t, t.Snapshot)).Where(t => t.Snapshot?.Revision > revision).Select(t => (t.Torrent, t.Snapshot!))];

    /// <summary>
    /// What happens to all torrents from now on. A reader that falls behind finds events merged, and past 256 of them a <see cref="Gap"/>. The stream ends with the client.
    /// </summary>
    public IAsyncEnumerable<TorrentEvent> Events(CancellationToken cancellation = default) => _publisher.Hub.Subscribe(cancellation);

    /// <summary>Opens the port. Adding a torrent does it too.</summary>
    /// <exception cref="TorrentException">The port is taken, or an address is not this machine's.</exception>
    public Task ListenAsync() => _listening.Value;

    /// <summary>
    /// Takes a torrent. Of a .torrent the files are opened and checked before this returns; of a link peers are asked what it is,
    /// and <see cref="Torrent.Metadata"/> and <see cref="Torrent.Completion"/> tell how it goes on.
    /// </summary>
    /// <exception cref="TorrentException">It is here already, or its files cannot be used; the message says why.</exception>
    public async Task<Torrent> AddAsync(TorrentSource source, TorrentOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        await ListenAsync();
        var torrent = new Torrent(NewContext(), source, options, StateFolders.Of(_options), _publisher, OnMetadata);
        Register(torrent);
        if (source.Metainfo is not { } metainfo)
        {
            torrent.Run.Loop.Post(torrent.Run.BeginLobby);
        }
        else if (await torrent.Run.OpenAsync(metainfo, cancellation) is { } failure)
        {
            Unregister(torrent);
            ExceptionDispatchInfo.Throw(failure);
        }

        return torrent;
    }

    /// <summary>Stops a torrent and forgets it; its files and its record stay.</summary>
    public async Task RemoveAsync(Torrent torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        await torrent.StopAsync();
        Unregister(torrent);
    }

    private SwarmContext NewContext()
    {
        var number = Interlocked.Increment(ref _nextLoop) - 1;
        var (loop, scratch) = _loops[number % _loops.Length];
        return new SwarmContext
        {
            Loop = loop,
            Transport = _world.Transport,
            Workers = _world.Workers,
            Chance = new SeededChance(_world.Seed + (ulong)number + 1),
            Slab = _slab,
            Scratch = scratch,
            Budget = _budget,
            Leases = _leases,
            Choker = _choker,
            PeerId = NewPeerId(),
            Binds = [.. _options.Binds.Select(address => Endpoint.From(address, 0))],
            ListenPort = Listening.Count > 0 ? Listening[0].Port : 0,
            ClientName = _options.ClientName,
        };
    }

    /// <summary>Other limits for all torrents together, in bytes of payload a second; null: none.</summary>
    public void SetRates(long? up, long? down)
    {
        _leases.Up.Rate = up;
        _leases.Down.Rate = down;
        foreach (var torrent in Torrents)
        {
            torrent.OnRates();
        }
    }

    /// <summary>Stops every torrent in order, then closes the ports and ends the threads; within five seconds, whatever peers and disks do.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        var stopped = await Task.WhenAll(Torrents.Select(torrent => torrent.TryStopAsync()));
        await Task.WhenAny(OnLoop(_loops[0].Loop, () => _listeners.ForEach(listener => listener.Close())), _listenerCrashed.Task);
        foreach (var (loop, scratch) in _loops)
        {
            (loop as IDisposable)?.Dispose();
            scratch.Dispose();
        }

        _publisher.Hub.Close();
        _ownedWorld?.Dispose();

        // A worker that hangs in a disk's call may still write into its buffers: better lost than reused.
        if (Array.TrueForAll(stopped, static s => s))
        {
            _slab.Dispose();
        }
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

    /// <summary>From now on strangers are handed to it.</summary>
    private void Register(Torrent torrent)
    {
        lock (_registering)
        {
            if (HashesOf(torrent.InfoHashes).Any(_byHash.ContainsKey))
            {
                throw new TorrentException($"'{torrent.Name}' is in this client already");
            }

            foreach (var hash in HashesOf(torrent.InfoHashes))
            {
                _byHash[hash] = torrent;
            }
        }
    }

    private void Unregister(Torrent torrent)
    {
        lock (_registering)
        {
            foreach (var (hash, _) in _byHash.Where(entry => entry.Value == torrent).ToArray())
            {
                _byHash.TryRemove(hash, out _);
            }
        }
    }

    private static IEnumerable<Sha1Hash> HashesOf(InfoHashes hashes) => new[] { hashes.V1, hashes.V2Truncated }.OfType<Sha1Hash>();

    /// <summary>On the torrent's loop: a link's torrent is known, perhaps with a second hash, by which it may be here already.</summary>
    private string? OnMetadata(Torrent torrent, TorrentMetainfo metainfo)
    {
        lock (_registering)
        {
            foreach (var hash in HashesOf(metainfo.InfoHashes))
            {
                if (_byHash.GetOrAdd(hash, torrent) is var holder && holder != torrent)
                {
                    return $"the link leads to '{holder.Name}', which is in this client already";
                }
            }
        }

        return null;
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
        var router = new IncomingRouter(_loops[0].Loop, hash => _byHash.GetValueOrDefault(hash)?.Run);
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
        foreach (var torrent in Torrents.Where(t => t.Run.Loop == _loops[index].Loop))
        {
            torrent.Run.Abandon();
            torrent.Crash(reason);
        }

        if (index == 0)
        {
            _listenerCrashed.TrySetResult();
        }
    }
}
