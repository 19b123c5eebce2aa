namespace Shoal.Catalog;

/// <summary>What became of a <see cref="CatalogChange"/>.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Files">How many more (or, below zero, fewer) files the owner shares now.</param>
/// <param name="Bytes">How many more (or fewer) bytes.</param>
/// <param name="NewId">Of a share: the number of a file that the catalog did not know before; else 0.</param>
public readonly record struct ChangeOutcome(OutcomeKind Kind, int Files, long Bytes, long NewId = 0);
