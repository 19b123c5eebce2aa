using Shoal.Metainfo;

namespace Shoal.Fuzz.Connections;

/// <summary>How one engine of a world begins.</summary>
/// <param name="IsSeed">Has everything.</param>
/// <param name="Link">Begins with a link; null: with the torrent.</param>
/// <param name="BudgetSlots">Memory for pieces under way: little of it makes the part file work.</param>
/// <param name="Slots">Peers served at once.</param>
/// <param name="Rate">Bytes a second each way; null: no limit.</param>
internal readonly record struct EngineOptions(bool IsSeed, InfoHashes? Link, int BudgetSlots, int Slots, long? Rate);
