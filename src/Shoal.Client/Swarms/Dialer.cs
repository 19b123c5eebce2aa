using Shoal.Client.Uploads;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Makes peers of addresses and of strangers' connections: dial, handshake, no second connection with the same peer, none with ourselves.</summary>
internal sealed class Dialer
{
    private readonly Swarm _swarm;
    private int _halfOpen;

    public Dialer(Swarm swarm) => _swarm = swarm;

    private SwarmContext Context => _swarm.Context;

    /// <summary>Dials the addresses that are due, as many as may be under way.</summary>
    public void DialDue()
    {
        while (_swarm.State == SwarmState.Downloading && _halfOpen < Limits.HalfOpen && _swarm.Peers.Count + _halfOpen < Limits.ConnectionsPerTorrent
            && _swarm.Peers.Book.NextDue(Context.Loop.Now) is { } known)
        {
            known.IsBusy = true;
            _halfOpen++;
            Context.Transport.Dial(Context.Loop, BindFor(known.Endpoint), known.Endpoint, Limits.Dial, new Attempt(this, known));
        }
    }

    /// <summary>Answers a stranger's handshake; false where it cannot become a peer.</summary>
    public bool Answer(ILink link, in Handshake theirs)
    {
        if (_swarm.Peers.Count >= Limits.ConnectionsPerTorrent || _swarm.Peers.Book.IsBanned(link.Remote)
            || theirs.PeerId == Context.PeerId || _swarm.Peers.StrangersOf(link.Remote) >= Limits.StrangersPerHost || !MakeRoom(theirs.PeerId, isOutgoing: false)
            || !HandshakeExchange.TrySend(link, Ours() with { InfoHash = theirs.InfoHash }))
        {
            return false;
        }

        Connect(link, theirs, known: null);
        return true;
    }

    private Handshake Ours() => new(_swarm.WireHash, Context.PeerId, Fast: true, Extended: true, V2: false);

    private Endpoint? BindFor(Endpoint remote)
    {
        foreach (var bind in Context.Binds)
        {
            if (bind.IsIPv4 == remote.IsIPv4)
            {
                return bind.WithPort(0);
            }
        }

        return null;
    }

    /// <summary>One connection a peer. When two peers dial each other at once, both keep the one that the greater id dialled.</summary>
    private bool MakeRoom(PeerId theirs, bool isOutgoing)
    {
        if (_swarm.Peers.Find(theirs) is not { } existing)
        {
            return true;
        }

        var weDial = Context.PeerId.Span.SequenceCompareTo(theirs.Span) > 0;
        if (existing.IsOutgoing == isOutgoing || existing.IsOutgoing == weDial)
        {
            return false;
        }

        existing.Connection.Close("is connected twice");
        return true;
    }

    private void Connect(ILink link, in Handshake theirs, KnownPeer? known)
    {
        var peer = new Peer(_swarm.Metainfo.Layout.PieceCount, known, isOutgoing: known is not null);
        var session = new PeerSession(_swarm, peer);
        peer.Connection = new PeerConnection(Context.Loop, link, theirs, Context.Slab, Context.Scratch, session);
        peer.Uploads = new UploadQueue(Context.Loop, Context.Workers, _swarm.Store, Context.Slab, peer.Connection, session.OnUnreadable, _swarm.Keeper.CountWork);
        _swarm.Peers.Add(peer);
        peer.Connection.Start();
        session.Greet();
    }

    private void Ended(KnownPeer known, string reason)
    {
        _halfOpen--;
        PeerBook.Rest(known, Context.Loop.Now, failed: true, reason);
        DialDue();
    }

    /// <summary>One dial, from the address to a peer or a failure.</summary>
    private sealed class Attempt(Dialer dialer, KnownPeer known) : IDialHandler, IHandshakeHandler
    {
        public void OnConnected(ILink link) =>
            HandshakeExchange.Begin(dialer.Context.Loop, link, dialer.Ours(), Limits.Handshake, this);

        public void OnDialFailed(string reason) => dialer.Ended(known, reason);

        public void OnHandshakeFailed(ILink link, string reason) => dialer.Ended(known, reason);

        public void OnHandshake(ILink link, in Handshake theirs)
        {
            var refusal = theirs.PeerId == dialer.Context.PeerId ? "is ourselves"
                : !dialer._swarm.Metainfo.InfoHashes.Matches(theirs.InfoHash) ? "answered for another torrent"
                : dialer._swarm.State is SwarmState.Stopping or SwarmState.Stopped ? "came too late"
                : !dialer.MakeRoom(theirs.PeerId, isOutgoing: true) ? "is connected already"
                : null;
            if (refusal is not null)
            {
                link.Close();
                known.IsBanned = theirs.PeerId == dialer.Context.PeerId;
                dialer.Ended(known, refusal);
                return;
            }

            dialer._halfOpen--;
            dialer.Connect(link, theirs, known);
        }
    }
}
