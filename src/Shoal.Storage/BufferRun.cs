using Shoal.Runtime.Buffers;

namespace Shoal.Storage;

/// <summary>The first bytes of a slot, as one part of a vectored read or write.</summary>
/// <param name="Slot">The buffer; its owner lends it for the call.</param>
/// <param name="Length">Bytes used, 1 to <see cref="BufferSlab.SlotLength"/>.</param>
public readonly record struct BufferRun(Slot Slot, int Length);
