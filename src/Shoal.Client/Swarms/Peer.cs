using Shoal.Client.Exchange;
using Shoal.Client.Extensions;
using Shoal.Client.Picking;
using Shoal.Client.Requests;
using Shoal.Client.Uploads;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>What a torrent knows of one connected peer. State only: <see cref="PeerSession"/> hears it, the torrent's parts decide.</summary>
internal sealed class Peer(int pieceCount, KnownPeer? known, bool isOutgoing) : IConnectedPeer
{
    private readonly List<PieceIndex> _allowedFast = [];

    public PeerConnection Connection { get; set; } = null!;

    public Endpoint Remote => Connection.Remote;

    /// <summary>The address book's entry, where we dialled it or it told where it listens.</summary>
    public KnownPeer? Known { get; set; } = known;

    public bool IsOutgoing => isOutgoing;

    /// <summary>Pieces that it says it has.</summary>
    public PieceSet Have { get; } = new(pieceCount);

    /// <summary>Set by the first message: a bitfield may come only then.</summary>
    public bool SaidWhatItHas { get; set; }

    /// <summary>Pieces that it has and we want; we are interested while there are any.</summary>
    public int Useful { get; set; }

    /// <summary>It does not serve us.</summary>
    public bool IsChoked { get; set; } = true;

    /// <summary>We told it that we want something.</summary>
    public bool IsInteresting { get; set; }

    /// <summary>We do not serve it.</summary>
    public bool IsChoking { get; set; } = true;

    /// <summary>It wants something of us.</summary>
    public bool IsInterested { get; set; }

    /// <summary>It owes blocks and sends none: its requests do not count, others are asked.</summary>
    public bool IsSnubbed { get; set; }

    /// <summary>A snubbed peer sent something in the receive that is being taken.</summary>
    public bool IsBack { get; set; }

    /// <summary>It refused a block though it does not choke us: it is not asked before this loop time.</summary>
    public TimeSpan RestUntil { get; set; }

    /// <summary>Loop time of the last block, or of the first request after none were outstanding.</summary>
    public TimeSpan LastBlockAt { get; set; }

    /// <summary>Loop time of its handshake.</summary>
    public TimeSpan ConnectedAt { get; init; }

    /// <summary>Loop time since when it could have given us something: we became interested, or it choked us while we asked for nothing.</summary>
    public TimeSpan OwesSince { get; set; }

    /// <summary>Loop time of our last unchoke.</summary>
    public TimeSpan UnchokedAt { get; set; }

    /// <summary>Payload sent to it when it was last unchoked: what the round robin's quota counts from.</summary>
    public long SentAtUnchoke { get; set; }

    /// <summary>Pieces it had a part in that failed.</summary>
    public int Failures { get; set; }

    /// <summary>The piece it fetches.</summary>
    public OpenPiece? Current { get; set; }

    /// <summary>What it told of itself by BEP 10.</summary>
    public TheirExtensions Extensions { get; init; } = new();

    /// <summary>What it was told of others.</summary>
    public Acquaintance Acquaintance { get; init; } = new();

    /// <summary>Where it takes connections; null where that is not known.</summary>
    public Endpoint? ListensOn => isOutgoing ? Remote : Extensions.ListenPort is not 0 and var port ? Remote.WithPort(port) : null;

    /// <summary>It wants nothing: a seed, or so it says (BEP 21).</summary>
    public bool IsUploadOnly => Have.IsFull || Extensions.IsUploadOnly;

    /// <summary>BEP 6: pieces that we serve it even while we choke it, each with how many blocks of it yet.</summary>
    public Dictionary<PieceIndex, int> Granted { get; } = [];

    /// <summary>The handshakes agreed on the v2 hash: it takes and answers hash requests (BEP 52).</summary>
    public bool SpeaksV2 { get; init; }

    /// <summary>Hash requests of its that wait for their turn.</summary>
    public Queue<HashRequest> HashQueue { get; } = [];

    /// <summary>Hashes that it was given, and leaves that were read for them.</summary>
    public long HashesPaid { get; set; }

    /// <summary>One of its hash requests has its turn or is being answered.</summary>
    public bool IsHashing { get; set; }

    public RequestWindow Window { get; } = new();

    public RateMeter Down { get; } = new();

    public RateMeter Up { get; } = new();

    public UploadQueue Uploads { get; set; } = null!;

    /// <summary>BEP 3, anti-snubbing: we want of it, and it gave nothing for a minute. Where it would give and we do not ask, having no room, it is not to blame.</summary>
    public bool IsStingy(TimeSpan now) =>
        IsInteresting && (IsChoked || Connection.OutstandingCount > 0) && now - OwesSince > Limits.Stingy && now - LastBlockAt > Limits.Stingy;

    /// <summary>True where it may be asked for blocks of the piece now.</summary>
    public bool MayFetch(PieceIndex piece) => Have.Contains(piece) && (!IsChoked || _allowedFast.Contains(piece));

    /// <summary>BEP 6: it serves this piece even while it chokes us.</summary>
    public void AllowFast(PieceIndex piece)
    {
        if (_allowedFast.Count < Limits.AllowedFastRemembered && !_allowedFast.Contains(piece))
        {
            _allowedFast.Add(piece);
        }
    }

    /// <summary>It refused a block of the piece, so the grant is over.</summary>
    public void DisallowFast(PieceIndex piece) => _allowedFast.Remove(piece);

    /// <summary>True where a choked peer may still be worth asking.</summary>
    public bool HasAllowedFast => _allowedFast.Count > 0;

    public bool TryFindAllowedFast(PieceOrder order, out PieceIndex piece)
    {
        foreach (var candidate in _allowedFast)
        {
            if (order.Contains(candidate) && Have.Contains(candidate))
            {
                piece = candidate;
                return true;
            }
        }

        piece = default;
        return false;
    }

    public bool HasAsked(in BlockRequest request)
    {
        foreach (var outstanding in Connection.OutstandingRequests())
        {
            if (outstanding.Request == request)
            {
                return true;
            }
        }

        return false;
    }
}
