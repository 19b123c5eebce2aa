using Shoal.Peers.Messages;
using Shoal.Runtime.Buffers;

namespace Shoal.Peers.Wire;

/// <summary>A request that waits for its block.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Slot">Where the block will lie; owned by this request until it came.</param>
/// <param name="SentAt">Loop time of the request.</param>
public readonly record struct Outstanding(BlockRequest Request, Slot Slot, TimeSpan SentAt);
