namespace Shoal.Catalog;

/// <summary>Who shares a file: a small number that its user keeps for ever, 1 or more.</summary>
public readonly record struct OwnerId(int Value);
