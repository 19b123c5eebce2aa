using Shoal.Client.Banning;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>What a <see cref="Dialer"/> makes peers for: a torrent, or a link whose torrent is not known yet.</summary>
internal interface IPeerHost
{
    /// <summary>The hashes known so far; a handshake may name any of them.</summary>
    InfoHashes InfoHashes { get; }

    /// <summary>It looks for peers.</summary>
    bool IsDialling { get; }

    /// <summary>It takes no peers any more.</summary>
    bool IsOver { get; }

    int ConnectionCount { get; }

    /// <summary>A connected peer with this id.</summary>
    IConnectedPeer? Find(PeerId id);

    /// <summary>Incoming connections from the same host.</summary>
    int StrangersOf(Endpoint remote);

    /// <summary>There are as many connections as may be; true where one was closed for a stranger from there.</summary>
    bool MakeRoomFor(Endpoint remote);

    /// <summary>Ends every connection that is this one's.</summary>
    void Part(Sender from, string reason);

    /// <summary>Handshakes were exchanged. <paramref name="speaksV2"/>: both agreed on a v2 hash (BEP 52).</summary>
    void Connect(ILink link, in Handshake theirs, bool speaksV2, KnownPeer? known);
}
