namespace Shoal.Napster.Server.Wishes;

/// <summary>A search that is kept, as it is on disk.</summary>
/// <param name="Name">What its user calls it.</param>
/// <param name="Request">Its clauses, as they came.</param>
/// <param name="Told">The newest file that its user was told of, by its number in the catalog.</param>
internal sealed record SavedWish(string Name, byte[] Request, long Told);
