namespace Shoal.Catalog.Searching;

/// <summary>Something that a file's text must have, or must not.</summary>
/// <param name="Words">One word, or a phrase: words as <see cref="Words"/> gives them, next to each other in this order.</param>
/// <param name="IsPrefix">The last of them may go on.</param>
public sealed record SearchTerm(IReadOnlyList<string> Words, bool IsPrefix = false);
