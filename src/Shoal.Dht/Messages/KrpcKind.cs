namespace Shoal.Dht.Messages;

/// <summary>What a message is (BEP 5: "y").</summary>
internal enum KrpcKind
{
    Query,
    Reply,
    Error,
}
