namespace Shoal.Catalog;

/// <summary>What became of a <see cref="CatalogChange"/>.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Files">How many more (or, below zero, fewer) files the owner shares now.</param>
/// <param name="Bytes">How many more (or fewer) bytes.</param>
public readonly record struct ChangeOutcome(OutcomeKind Kind, int Files, long Bytes);
