using System.Text;

namespace Shoal.Dht.Tests.Messages;

/// <summary>The packets of BEP 5, byte for byte.</summary>
internal static class ExamplePackets
{
    public const string Ping = "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";
    public const string PingReply = "d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re";
    public const string FindNode = "d1:ad2:id20:abcdefghij01234567896:target20:mnopqrstuvwxyz123456e1:q9:find_node1:t2:aa1:y1:qe";
    public const string FindNodeReply = "d1:rd2:id20:0123456789abcdefghij5:nodes9:def456...e1:t2:aa1:y1:re";
    public const string GetPeers = "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe";
    public const string PeersReply = "d1:rd2:id20:abcdefghij01234567895:token8:aoeusnth6:valuesl6:axje.u6:idhtnmee1:t2:aa1:y1:re";
    public const string NodesReply = "d1:rd2:id20:abcdefghij01234567895:nodes9:def456...5:token8:aoeusnthe1:t2:aa1:y1:re";
    public const string AnnouncePeer =
        "d1:ad2:id20:abcdefghij012345678912:implied_porti1e9:info_hash20:mnopqrstuvwxyz1234564:porti6881e5:token8:aoeusnthe1:q13:announce_peer1:t2:aa1:y1:qe";

    public const string AnnounceReply = "d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re";
    public const string Error = "d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee";

    public static NodeId Asker { get; } = IdOf("abcdefghij0123456789");

    public static NodeId Answerer { get; } = IdOf("mnopqrstuvwxyz123456");

    public static NodeId IdOf(string text) => new(Bytes(text));

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
