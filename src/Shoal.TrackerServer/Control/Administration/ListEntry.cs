namespace Shoal.TrackerServer.Control.Administration;

/// <summary>The list of info-hashes.</summary>
/// <param name="Kind">"allow" or "deny".</param>
/// <param name="Changed">How many were put on it or taken off.</param>
/// <param name="Count">How many are on it now.</param>
/// <param name="Hashes">All of them in hexadecimal, where that was asked for.</param>
public sealed record ListEntry(string Kind, int Changed, int Count, IReadOnlyList<string> Hashes);
