namespace Shoal.Napster.Client.Searching;

/// <summary>What a search found.</summary>
/// <param name="Files">In the server's order: ours tells the best first.</param>
/// <param name="Next">Where the next page begins; null: this was all, or the server has no pages.</param>
/// <param name="Notices">What the server said to it.</param>
public sealed record FoundFiles(IReadOnlyList<RemoteFile> Files, string? Next, IReadOnlyList<string> Notices);
