namespace Shoal.Catalog;

/// <summary>Something that is to be written.</summary>
/// <param name="Kind">What.</param>
/// <param name="Owner">Whose.</param>
/// <param name="File">Of a share: the file.</param>
/// <param name="Path">Of an unshare: which.</param>
/// <param name="Presence">Of an arrival, or a change of it.</param>
public readonly record struct CatalogChange(ChangeKind Kind, OwnerId Owner, SharedFile? File = null, ReadOnlyMemory<byte> Path = default, Presence Presence = default);
