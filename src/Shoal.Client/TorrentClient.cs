using System.Runtime.ExceptionServices;
using Shoal.Client.Announcing;
using Shoal.Client.Choking;
using Shoal.Client.Events;
using Shoal.Client.Finding;
using Shoal.Client.Leases;
using Shoal.Client.Listening;
using Shoal.Client.Pieces;
using Shoal.Client.Swarms;
using Shoal.Dht;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;
using Shoal.Storage.Files;
using Shoal.Trackers.Announcing;
using Shoal.Trackers.Exchanges;

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
    private readonly TorrentClientOptions _options;
    private readonly ClientWorld _world;
    private readonly IDisposable? _ownedWorld;
    private readonly TorrentTable _torrents = new();
    private readonly (Loop Loop, ReceiveScratch Scratch)[] _loops;
    private readonly BufferSlab _slab = new();
    private readonly MemoryBudget _budget;
    private readonly ClientLeases _leases;
    private readonly ClientChoker _choker;
    private readonly OpenPorts _ports;
    private readonly INames _names;
    private readonly IExchange _exchange;
    private readonly ClientTrackers _trackers;
    private readonly ClientDht? _dht;
    private readonly Lazy<Task> _listening;
    private readonly TaskCompletionSource _listenerCrashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Publisher _publisher = new();
    private bool _hasDht;
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Loops, Limits.Loops);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PieceMemory, BufferSlab.SlotLength);
        _options = options;
        _world = world;
        _ownedWorld = ownedWorld;
        _budget = new MemoryBudget(options.PieceMemory / BufferSlab.SlotLength);
        _loops = [.. Enumerable.Range(0, options.Loops).Select(i => (world.CreateLoop("shoal-loop-" + i, e => OnCrash(i, e)), new ReceiveScratch()))];
        _leases = ClientLeases.Of(options, world.Time);
        _choker = new ClientChoker(_loops[0].Loop, _leases, new SeededChance(world.Seed), options.UploadSlots);
        _choker.Start();
        _ports = new OpenPorts(_loops[0].Loop, world.Transport, options.Binds);
        _names = world.CreateNames(_loops[0].Loop);
        _exchange = world.CreateExchange(_names);
        _trackers = new ClientTrackers(_loops[0].Loop, NewAnnouncer());
        _dht = options.Dht is { } dht ? NewDht(dht) : null;
        _listening = new Lazy<Task>(ListenOnceAsync);
    }

    /// <summary>Where peers can reach this client, once it listens.</summary>
    public IReadOnlyList<Endpoint> Listening { get; private set; } = [];

    /// <summary>The torrents that were added and not removed.</summary>
    public IReadOnlyCollection<Torrent> Torrents => _torrents.All;

    /// <summary>Its nodes of the DHT; null where it does not use it.</summary>
    internal ClientDht? Dht => _dht;

    /// <summary>The newest revision of any snapshot.</summary>
    public long Revision => _publisher.Revision;

    /// <summary>The torrents whose snapshot is newer than a revision, with it: all that a display has to draw again.</summary>
    public IReadOnlyList<(Torrent Torrent, TorrentSnapshot Snapshot)> ChangedSince(long revision) => revision == Revision ? [] :
        [.. Torrents.Select(t => (Torrent: t, t.Snapshot)).Where(t => t.Snapshot?.Revision > revision).Select(t => (t.Torrent, t.Snapshot!))];

    /// <summary>
    /// What happens to all torrents from now on. A reader that falls behind finds events merged, and past 256 of them a <see cref="Gap"/>. The stream ends with the client.
    /// </summary>
    public IAsyncEnumerable<TorrentEvent> Events(CancellationToken cancellation = default) => _publisher.Hub.Subscribe(cancellation);

    /// <summary>Opens the port. Adding a torrent does it too.</summary>
    /// <exception cref="TorrentException">The port is taken, or an address is not this machine's.</exception>
    public Task ListenAsync() => _listening.Value;

    /// <summary>How the client stands in the DHT; null where it does not use it.</summary>
    public async Task<DhtSnapshot?> GetDhtAsync()
    {
        await ListenAsync();
        return _dht is { } dht ? await dht.Home.AskAsync(() => dht.Snapshot) : null;
    }

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
        var state = StateFolders.Of(_options);
        // An earlier run may have learnt what the link leads to.
        var saved = SavedTorrent.PathOf(state, source.InfoHashes);
        if (source.Metainfo is null && await _world.Workers.CallAsync(_loops[0].Loop, () => SavedTorrent.Read(saved, source.InfoHashes)) is { } remembered)
        {
            source = source.Knowing(remembered, saved);
        }

        var torrent = new Torrent(NewContext(), source, options, state, _trackers, _publisher, OnMetadata);
        if (_torrents.Add(torrent, source.InfoHashes) is { } holder)
        {
            throw new TorrentException($"'{holder.Name}' is in this client already");
        }

        if (source.Metainfo is null)
        {
            torrent.Run.Loop.Post(torrent.Run.BeginLobby);
        }
        else if (await torrent.Run.OpenAsync(cancellation) is { } failure)
        {
            _torrents.Remove(torrent);
            ExceptionDispatchInfo.Throw(failure);
        }

        return torrent;
    }

    /// <summary>Stops a torrent and forgets it; its files and its record stay.</summary>
    public async Task RemoveAsync(Torrent torrent)
    {
        ArgumentNullException.ThrowIfNull(torrent);
        await torrent.StopAsync();
        _torrents.Remove(torrent);
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
            Names = _names,
            Dht = _hasDht ? _dht : null,
            PeerId = NewPeerId(),
            Binds = _options.LocalEndpoints,
            ListenPort = Listening.Count > 0 ? Listening[0].Port : 0,
            ClientName = _options.ClientName,
            SleepAfter = _options.SleepAfter,
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

        var saved = _hasDht ? _dht!.SaveLastAsync() : Task.CompletedTask;
        var stopped = await Task.WhenAll(Torrents.Select(torrent => torrent.TryStopAsync()));
        await saved;
        await Task.WhenAny(_loops[0].Loop.AskAsync(Close), _listenerCrashed.Task);
        foreach (var (loop, scratch) in _loops)
        {
            (loop as IDisposable)?.Dispose();
            scratch.Dispose();
        }

        (_exchange as IDisposable)?.Dispose();
        (_names as IDisposable)?.Dispose();
        _publisher.Hub.Close();
        _ownedWorld?.Dispose();

        // A worker that hangs in a disk's call may still write into its buffers: better lost than reused.
        if (Array.TrueForAll(stopped, static s => s))
        {
            _slab.Dispose();
        }
    }

    private void Close()
    {
        _ports.Close();
        _trackers.Announcer.Dispose();
        _dht?.Service.Close();
    }

    /// <summary>On the torrent's loop: a link's torrent is known, perhaps with a second hash, by which it may be here already.</summary>
    private string? OnMetadata(Torrent torrent, TorrentMetainfo metainfo) =>
        _torrents.Add(torrent, metainfo.InfoHashes) is not null ? $"the link leads to '{metainfo.Name}', which is in this client already" : null;

    private Announcer NewAnnouncer() => new(
        new AnnouncerWorld
        {
            Loop = _loops[0].Loop,
            Transport = _world.Transport,
            Names = _names,
            Exchange = _exchange,
            Chance = new SeededChance(_world.Seed),
            Secrets = _world.Secrets,
        },
        new AnnouncerOptions
        {
            Binds = _options.LocalEndpoints,
            AllowPrivateRedirects = _options.AllowPrivateRedirects,
        });

    private ClientDht NewDht(DhtOptions options) => new(
        new DhtWorld
        {
            Loop = _loops[0].Loop,
            Transport = _world.Transport,
            Names = _names,
            Chance = new SeededChance(_world.Seed),
            Secrets = _world.Secrets,
        },
        options,
        _world.Workers);

    private PeerId NewPeerId()
    {
        Span<byte> id = stackalloc byte[PeerId.Length];
        _world.Secrets.Fill(id);
        "-SH0100-"u8.CopyTo(id);
        return new PeerId(id);
    }

    private async Task ListenOnceAsync()
    {
        var router = new IncomingRouter(_loops[0].Loop, hash => _torrents.Find(hash)?.Run);
        if (await _loops[0].Loop.AskAsync(() => _ports.Open(_options.Port, router)) is { } failure)
        {
            throw new TorrentException(failure);
        }

        Listening = _ports.Addresses;
        _hasDht = _dht is not null && await _dht.OpenAsync(Listening, StateFolders.Of(_options));
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
