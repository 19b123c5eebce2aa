using Shoal.Peers.Messages;
using Shoal.Runtime.Buffers;

namespace Shoal.Peers.Wire;

/// <summary>A block read from disk that waits to be sent; the slot belongs to the sender.</summary>
internal readonly record struct QueuedBlock(BlockRequest Request, Slot Slot);
