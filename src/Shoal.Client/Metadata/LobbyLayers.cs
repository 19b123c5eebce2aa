using Shoal.Client.Hashes;
using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Client.Metadata;

/// <summary>
/// The piece layers of a link's torrent, which its info dictionary comes without (BEP 9, 52): asked of every peer that speaks v2.
/// A hybrid whose peers know v1 alone is verified by its v1 hashes.
/// </summary>
internal sealed class LobbyLayers : IDisposable
{
    private readonly Lobby _lobby;
    private readonly TorrentMetainfo _metainfo;
    private readonly LayerFetch<LobbyPeer> _fetch;
    private readonly Action<TorrentMetainfo> _onDone;
    private TimeSpan _progressAt;

    public LobbyLayers(Lobby lobby, TorrentMetainfo metainfo, Action<TorrentMetainfo> onDone)
    {
        _lobby = lobby;
        _metainfo = metainfo;
        _fetch = new LayerFetch<LobbyPeer>(metainfo);
        _onDone = onDone;
        _progressAt = Now;
    }

    private TimeSpan Now => _lobby.Context.Loop.Now;

    /// <summary>
    /// A link with the v1 hash of a hybrid connects by that hash alone; once both are known the same peers are dialled again, so that they can agree on v2.
    /// </summary>
    public void Begin()
    {
        if (!_lobby.Peers.Any(p => p.SpeaksV2))
        {
            foreach (var peer in _lobby.Peers.Where(p => p.IsOutgoing).ToArray())
            {
                peer.Connection.Close("is dialled again for its v2 hashes");
            }
        }

        Ask();
    }

    /// <summary>Sends what may be asked now.</summary>
    public void Ask()
    {
        foreach (var peer in _lobby.Peers)
        {
            while (peer.SpeaksV2 && _fetch.TryNext(peer, Now, out var request))
            {
                peer.Connection.Send(MessageKind.HashRequest, request);
            }
        }
    }

    public void OnHashes(LobbyPeer from, in PeerMessage message)
    {
        switch (_fetch.OnHashes(from, message.HashRequest, message.Payload[HashRequest.PayloadLength..]))
        {
            case LayerAnswer.Lie:
                _lobby.Dialer.Expel(from, "sent hashes that do not lead to the file's root");
                break;
            case LayerAnswer.Good:
                _progressAt = Now;
                if (_fetch.IsComplete)
                {
                    Finish();
                    return;
                }

                break;
            default:
                break;
        }

        Ask();
    }

    public void OnReject(LobbyPeer from, in PeerMessage message)
    {
        _fetch.OnReject(from, message.HashRequest, Now);
        Ask();
    }

    public void OnGone(LobbyPeer peer) => _fetch.OnPeerGone(peer);

    public void Tick()
    {
        if (_metainfo.IsHybrid && Now - _progressAt > Limits.LayerPatience)
        {
            _onDone(_metainfo);
        }
        else
        {
            Ask();
        }
    }

    public void Dispose() => _fetch.Dispose();

    private void Finish()
    {
        // Each run was proven when it came.
        Invariant.Check(_metainfo.TryAddPieceLayers(_fetch.Join(), out var full, out _));
        _onDone(full!);
    }
}
