using Shoal.Client.Banning;
using Shoal.Client.Swarms;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Client.Metadata;

/// <summary>
/// A magnet link whose torrent is not known yet: finds peers and asks them for the info dictionary (BEP 9) until one gives it right.
/// A few peers are asked at once, each for a whole copy, so whoever sends a wrong one has lied alone.
/// <code>
///   peers ─► MetadataCopy ─whole─► MetadataCheck on a worker ─┬─ genuine ─► LobbyLayers where v2 needs them ─► the swarm, with all connections
///                                                              └─ wrong   ─► its sender is banned, the next is asked
/// </code>
/// </summary>
internal sealed class Lobby : IPeerHost
{
    /// <summary>Peers asked for a copy at once.</summary>
    private const int Copies = 3;

    /// <summary>Copies under way, slow ones too: what they hold is bounded.</summary>
    private const int CopiesInAll = 6;

    /// <summary>Pieces asked for at once of one peer.</summary>
    private const int InFlight = 4;

    private readonly Action<TorrentMetainfo> _onMetadata;
    private readonly Action<string> _onRefused;
    private readonly LoopTimer _tick;
    private readonly List<LobbyPeer> _peers = [];

    public Lobby(SwarmContext context, InfoHashes infoHashes, Action<TorrentMetainfo> onMetadata, Action<string> onRefused)
    {
        Context = context;
        InfoHashes = infoHashes;
        _onMetadata = onMetadata;
        _onRefused = onRefused;
        Dialer = new Dialer(context, new PeerBook(context.Chance, context.ListenPort)) { Host = this };
        _tick = context.Loop.CreateTimer(OnTick);
    }

    public SwarmContext Context { get; }

    public Dialer Dialer { get; }

    public InfoHashes InfoHashes { get; private set; }

    public IReadOnlyList<LobbyPeer> Peers => _peers;

    /// <summary>Hears at once that the torrent is private, before all that it needs is here.</summary>
    public Action? OnPrivate { get; init; }

    /// <summary>The info dictionary, once one was genuine.</summary>
    public TorrentMetainfo? Metainfo { get; private set; }

    /// <summary>There while piece layers are fetched.</summary>
    public LobbyLayers? Layers { get; private set; }

    public bool IsDialling => !IsOver;

    public bool IsOver { get; private set; }

    public int ConnectionCount => _peers.Count;

    public void Start()
    {
        _tick.Arm(Limits.Tick);
        Dialer.DialDue();
    }

    public IConnectedPeer? Find(PeerId id) => ConnectedPeers.Find(_peers, id);

    public int StrangersOf(Endpoint remote) => ConnectedPeers.StrangersOf(_peers, remote);

    public bool MakeRoomFor(Endpoint remote) => false;

    public void Part(Sender from, string reason) => ConnectedPeers.Part(_peers, from, reason);

    public void Connect(ILink link, in Handshake theirs, bool speaksV2, KnownPeer? known)
    {
        var peer = new LobbyPeer(known, isOutgoing: known is not null) { SpeaksV2 = speaksV2, ConnectedAt = Context.Loop.Now };
        var session = new LobbySession(this, peer);
        peer.Connection = new PeerConnection(Context.Loop, link, theirs, Context.Slab, Context.Scratch, session);
        _peers.Add(peer);
        peer.Connection.Start();
        session.Greet();
    }

    /// <summary>The torrent begins: it gets every connection, and the dials under way end there.</summary>
    public void HandTo(Swarm swarm)
    {
        End();
        Dialer.Host = swarm;
        foreach (var peer in _peers.ToArray())
        {
            swarm.Take(peer);
        }

        _peers.Clear();
    }

    public void Stop()
    {
        End();
        for (var i = _peers.Count - 1; i >= 0; i--)
        {
            _peers[i].Connection.Close("stopped");
        }
    }

    /// <summary>Its loop crashed: what it holds of the client goes back.</summary>
    public void Abandon()
    {
        Dialer.Abandon();
        Context.Leases.Connections.Give(_peers.Count);
    }

    /// <summary>Somebody may be asked now: a peer told that it has the metadata, or one that was asked is gone.</summary>
    public void AskForMetadata()
    {
        if (Metainfo is not null || IsOver)
        {
            return;
        }

        // One that has had its time goes on, but keeps nobody else waiting: a few who send a piece now and then would keep the torrent from all others.
        var all = _peers.Count(p => p.Copy is not null);
        var asked = _peers.Count(p => p.Copy is { } copy && Context.Loop.Now - copy.BegunAt < Limits.MetadataTime);
        foreach (var peer in _peers)
        {
            if (asked < Copies && all < CopiesInAll && peer is { Copy: null, Extensions: { MetadataLength: > 0, MetadataId: not 0 } } && peer.RestUntil <= Context.Loop.Now)
            {
                asked++;
                all++;
                peer.Copy = new MetadataCopy(peer.Extensions.MetadataLength) { BegunAt = Context.Loop.Now, ProgressAt = Context.Loop.Now };
                AskOn(peer, peer.Copy);
            }
        }
    }

    /// <summary>A piece of the info dictionary came.</summary>
    public void OnMetadata(LobbyPeer from, int piece, ReadOnlySpan<byte> data)
    {
        if (from.Copy is not { } copy || !copy.Take(piece, data))
        {
            return;
        }

        copy.ProgressAt = Context.Loop.Now;
        AskOn(from, copy);
        if (copy.IsWhole && Metainfo is null)
        {
            var check = new MetadataCheck(from, copy.Join(), InfoHashes, OnChecked);
            Context.Workers.Submit(check, Context.Loop, check);
        }
    }

    /// <summary>The peer does not give it, now at least.</summary>
    public void OnRefused(LobbyPeer peer)
    {
        peer.Copy = null;
        peer.RestUntil = Context.Loop.Now + Limits.MetadataRest;
        AskForMetadata();
    }

    public void OnClosed(LobbyPeer peer, string reason)
    {
        _peers.Remove(peer);
        Context.Leases.Connections.Give();
        Layers?.OnGone(peer);
        if (peer.Known is { } known)
        {
            Dialer.Book.Rest(known, Context.Loop.Now, failed: peer.Extensions.MetadataLength == 0, reason);
        }

        AskForMetadata();
    }

    private static void AskOn(LobbyPeer peer, MetadataCopy copy)
    {
        while (copy.Outstanding < InFlight && copy.TryNext(out var piece))
        {
            peer.Connection.Send(MessageKind.Extended, MetadataMessage.Write(peer.Extensions.MetadataId, MetadataMessageKind.Request, piece));
        }
    }

    private void OnChecked(MetadataCheck check)
    {
        if (IsOver || Metainfo is not null)
        {
            return;
        }

        if (!check.IsGenuine)
        {
            Dialer.Expel(check.Sender, "sent metadata that is not the link's");
        }
        else if (check.Metainfo is { } metainfo)
        {
            Metainfo = metainfo;
            InfoHashes = metainfo.InfoHashes;
            if (metainfo.IsPrivate)
            {
                Dialer.Book.BecomePrivate();
                OnPrivate?.Invoke();
            }

            _peers.ForEach(p => p.Copy = null);
            if (metainfo.HasPieceLayers)
            {
                _onMetadata(metainfo);
            }
            else
            {
                Layers = new LobbyLayers(this, metainfo, OnLayers);
                Layers.Begin();
            }
        }
        else
        {
            _onRefused($"the link leads to a torrent that cannot be used: {check.Refusal}");
        }
    }

    private void OnLayers(TorrentMetainfo metainfo)
    {
        Layers?.Dispose();
        Layers = null;
        _onMetadata(metainfo);
    }

    private void End()
    {
        IsOver = true;
        Layers?.Dispose();
        Layers = null;
        _tick.Disarm();
    }

    private void OnTick()
    {
        var now = Context.Loop.Now;
        for (var i = _peers.Count - 1; i >= 0; i--)
        {
            var peer = _peers[i];
            if (peer.Copy is { IsWhole: false } copy && now - copy.ProgressAt > Limits.MetadataStall)
            {
                OnRefused(peer);
            }

            ConnectedPeers.KeepAlive(peer.Connection, now);
            if (_peers.Count >= Limits.Crowded && peer.Extensions.MetadataLength == 0 && now - peer.ConnectedAt > Limits.MetadataRest)
            {
                peer.Connection.Close("offers no metadata");
            }
        }

        AskForMetadata();
        Layers?.Tick();
        Dialer.DialDue();
        _tick.Arm(Limits.Tick);
    }
}
