using Shoal.Peers.Messages;

namespace Shoal.Client.Metadata;

/// <summary>What a peer said before its torrent was known, to be told to the torrent.</summary>
internal readonly record struct HeardMessage(MessageKind Kind, byte[] Payload);
