namespace Shoal.Napster.Client.Files;

/// <summary>How hashing a file ended.</summary>
/// <param name="Due">The file.</param>
/// <param name="Hashed">What was found out; null where it could not be read.</param>
/// <param name="Reason">Why it could not be, part of a sentence.</param>
internal readonly record struct HashOutcome(DueFile Due, HashedFile? Hashed, string? Reason);
