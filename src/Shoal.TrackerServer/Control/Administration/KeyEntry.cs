namespace Shoal.TrackerServer.Control.Administration;

/// <summary>A passkey.</summary>
/// <param name="Number">By which it is removed.</param>
/// <param name="Created">Since when.</param>
/// <param name="Passkey">The key itself, when it is made and never again.</param>
public sealed record KeyEntry(long Number, DateTime Created, string? Passkey = null);
