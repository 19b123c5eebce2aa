using Shoal.Napster.Client.Searching;

namespace Shoal.Napster.Client.Wishes;

/// <summary>A search that goes on, as it is shown.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Search">What is looked for.</param>
/// <param name="Folder">Where what is found is fetched to; null: it is told of, and no more.</param>
/// <param name="Found">Files that it found.</param>
public sealed record WishView(string Name, FileSearch Search, string? Folder, int Found);
