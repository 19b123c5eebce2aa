using Shoal.Peers;
using Shoal.Peers.Messages;

namespace Shoal.Client.Metadata;

/// <summary>Gives one peer the info dictionary, piece by piece, a few times over (BEP 9).</summary>
internal sealed class MetadataServer(ReadOnlyMemory<byte> info, PeerConnection connection)
{
    /// <summary>Each piece may be asked for so often on one connection: a copy may fail, but not for ever.</summary>
    private const int Times = 3;

    private int _left = Times * MetadataMessage.PiecesOf(info.Length);

    /// <summary>Answers a request by data, or by reject: false. <paramref name="theirId"/>: how the peer takes BEP 9 messages.</summary>
    public bool OnRequest(int piece, byte theirId)
    {
        var offset = (long)piece * MetadataMessage.PieceLength;
        var serve = offset < info.Length && _left > 0 && connection.QueuedControl < Limits.MetadataQueue;
        if (!serve)
        {
            connection.Send(MessageKind.Extended, MetadataMessage.Write(theirId, MetadataMessageKind.Reject, piece));
            return false;
        }

        _left--;
        var data = info.Span[(int)offset..];
        connection.Send(MessageKind.Extended, MetadataMessage.Write(
            theirId, MetadataMessageKind.Data, piece, info.Length, data[..Math.Min(data.Length, MetadataMessage.PieceLength)]));
        return true;
    }
}
