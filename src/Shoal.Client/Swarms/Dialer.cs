using Shoal.Client.Banning;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>Makes peers of addresses and of strangers' connections: dial, handshake, no second connection with the same peer, none with ourselves.</summary>
internal sealed class Dialer(SwarmContext context, PeerBook book)
{
    private int _halfOpen;

    /// <summary>Whom the peers are for; a lobby hands on to its swarm, and dials under way end there.</summary>
    public required IPeerHost Host { get; set; }

    public PeerBook Book => book;

    /// <summary>Dials are under way.</summary>
    public bool IsDialling => _halfOpen > 0;

    private SwarmContext Context => context;

    /// <summary>We have a node of the DHT, and say so except where the torrent is private.</summary>
    private bool HasNode => context.Dht is not null && !book.IsPrivate;

    /// <summary>An address that may lead to a peer.</summary>
    public void AddPeer(Endpoint endpoint, PeerSources source)
    {
        if (book.Add(endpoint, source))
        {
            DialDue();
        }
    }

    /// <summary>A stranger's connection, its handshake read and naming the torrent: it becomes a peer or is closed.</summary>
    public void Adopt(ILink link, in Handshake theirs)
    {
        if (!Answer(link, theirs))
        {
            link.Close();
        }
    }

    /// <summary>Dials the addresses that are due, as many as may be under way.</summary>
    public void DialDue()
    {
        while (Host.IsDialling && _halfOpen < Limits.HalfOpen && Host.ConnectionCount + _halfOpen < Limits.ConnectionsPerTorrent
            && book.HasDue(Context.Loop.Now) && Context.Leases.TryTakeDial())
        {
            var known = book.TakeDue(Context.Loop.Now)!;
            if (!TryBindFor(known.Endpoint, out var local))
            {
                Context.Leases.GiveDial();
                book.Rest(known, Context.Loop.Now, failed: true, "is of a family that no bound address has");
                continue;
            }

            _halfOpen++;
            Context.Transport.Dial(Context.Loop, local, known.Endpoint, Limits.Dial, new Attempt(this, known));
        }
    }

    /// <summary>Answers a stranger's handshake; false where it cannot become a peer.</summary>
    private bool Answer(ILink link, in Handshake theirs)
    {
        if (theirs.PeerId == Context.PeerId)
        {
            // Our own dial is told so, and forgets the address.
            HandshakeExchange.TrySend(link, AnswerTo(theirs));
            return false;
        }

        var isFull = Host.ConnectionCount >= Limits.ConnectionsPerTorrent;
        if (Host.IsOver || book.Bans.Refuses(link.Remote) || Host.StrangersOf(link.Remote) >= Limits.StrangersPerHost
            || (isFull && (Host.Find(theirs.PeerId) is not null || !Host.MakeRoomFor(link.Remote))) || !Context.Leases.Connections.TryTake())
        {
            return false;
        }

        if (!MakeRoom(theirs.PeerId, link.Remote, isOutgoing: false) || !HandshakeExchange.TrySend(link, AnswerTo(theirs)))
        {
            Context.Leases.Connections.Give();
            return false;
        }

        Host.Connect(link, theirs, speaksV2: AnswerTo(theirs).InfoHash == Host.InfoHashes.V2Truncated, known: null);
        return true;
    }

    /// <summary>It lied without a doubt: its connection ends, and there will be no other.</summary>
    public void Expel(IConnectedPeer liar, string reason) => Expel(Sender.Of(liar), reason);

    /// <summary>As above; it may have left meanwhile, or come back.</summary>
    public void Expel(Sender liar, string reason)
    {
        book.Ban(liar, reason);
        Host.Part(liar, reason);
    }

    /// <summary>The loop crashed: nobody will hear of the dials under way.</summary>
    public void Abandon()
    {
        Context.Leases.HalfOpen.Give(_halfOpen);
        Context.Leases.Connections.Give(_halfOpen);
    }

    /// <summary>BEP 52 "Upgrade Path": by the v1 hash of a hybrid we say that we know v2 too, and who answers with the v2 hash has agreed.</summary>
    private Handshake Ours(KnownPeer known)
    {
        var hashes = Host.InfoHashes;
        return new(known.IsV2 && hashes.V2Truncated is { } v2 ? v2 : hashes.Primary, Context.PeerId, Fast: true, Extended: true, V2: hashes.V2 is not null, Dht: HasNode);
    }

    /// <summary>The hash that was named; the v2 hash to one that named v1 and knows v2.</summary>
    private Handshake AnswerTo(in Handshake theirs)
    {
        var hash = theirs.V2 && Host.InfoHashes.V2Truncated is { } v2 ? v2 : theirs.InfoHash;
        return new(hash, Context.PeerId, Fast: true, Extended: true, V2: Host.InfoHashes.V2 is not null, Dht: HasNode);
    }

    /// <summary>Where the connection leaves from, null for anywhere; false where every bound address is of the other family, and nothing may leave.</summary>
    private bool TryBindFor(Endpoint remote, out Endpoint? local)
    {
        local = null;
        foreach (var bind in Context.Binds)
        {
            if (bind.IsIPv4 == remote.IsIPv4)
            {
                local = bind.WithPort(0);
                return true;
            }
        }

        return Context.Binds.Count == 0;
    }

    /// <summary>
    /// One connection a peer. When two peers dial each other at once, both keep the one that the greater id dialled. An id proves nothing, though:
    /// who has another's from elsewhere does not take its place.
    /// </summary>
    private bool MakeRoom(PeerId theirs, Endpoint remote, bool isOutgoing)
    {
        if (Host.Find(theirs) is not { } existing)
        {
            return true;
        }

        var weDial = Context.PeerId.Span.SequenceCompareTo(theirs.Span) > 0;
        if (existing.IsOutgoing == isOutgoing || existing.IsOutgoing == weDial || AddressScopes.HostOf(existing.Connection.Remote) != AddressScopes.HostOf(remote))
        {
            return false;
        }

        existing.Connection.Close("is connected twice");
        return true;
    }

    private void Ended(KnownPeer known, string reason, PeerId? answered = null)
    {
        _halfOpen--;
        Context.Leases.GiveDial();
        if (answered is { } id && Host.Find(id) is { Known: null } connected)
        {
            // It is connected from its own side, and this is where it listens: busy until it leaves.
            connected.Known = known;
        }
        else
        {
            book.Rest(known, Context.Loop.Now, failed: true, reason);
        }

        DialDue();
    }

    /// <summary>One dial, from the address to a peer or a failure.</summary>
    private sealed class Attempt(Dialer dialer, KnownPeer known) : IDialHandler, IHandshakeHandler
    {
        public void OnConnected(ILink link) =>
            HandshakeExchange.Begin(dialer.Context.Loop, link, dialer.Ours(known), Limits.Handshake, this);

        public void OnDialFailed(string reason) => dialer.Ended(known, reason);

        public void OnHandshakeFailed(ILink link, string reason)
        {
            // It may be in one of a hybrid's two swarms only, and hang up on the other's hash.
            known.IsV2 = !known.IsV2;
            dialer.Ended(known, reason);
        }

        public void OnHandshake(ILink link, in Handshake theirs)
        {
            var refusal = theirs.PeerId == dialer.Context.PeerId ? "is ourselves"
                : !dialer.Host.InfoHashes.Matches(theirs.InfoHash) ? "answered for another torrent"
                : dialer.Host.IsOver ? "came too late"
                : dialer.Book.Bans.HasAddress(known.Endpoint) ? "is banned"
                : !dialer.Book.Allows(known) ? "is no peer that the private torrent's trackers told of"
                : !dialer.MakeRoom(theirs.PeerId, link.Remote, isOutgoing: true) ? "is connected already"
                : null;
            if (refusal is not null)
            {
                link.Close();
                if (theirs.PeerId == dialer.Context.PeerId)
                {
                    dialer.Book.BanOurs(known.Endpoint);
                }

                dialer.Ended(known, refusal, theirs.PeerId);
                return;
            }

            known.WasReached = true;
            dialer._halfOpen--;
            dialer.Context.Leases.HalfOpen.Give();
            dialer.Host.Connect(link, theirs, speaksV2: theirs.InfoHash == dialer.Host.InfoHashes.V2Truncated, known);
        }
    }
}
