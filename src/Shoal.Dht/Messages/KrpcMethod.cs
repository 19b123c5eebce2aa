namespace Shoal.Dht.Messages;

/// <summary>What is asked (BEP 5: "q").</summary>
internal enum KrpcMethod
{
    Unknown,
    Ping,
    FindNode,
    GetPeers,
    AnnouncePeer,
}
