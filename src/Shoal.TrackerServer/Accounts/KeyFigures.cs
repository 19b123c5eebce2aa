namespace Shoal.TrackerServer.Accounts;

/// <summary>A passkey in a list: nobody knows the key itself but its user.</summary>
/// <param name="Id">By which it is removed.</param>
/// <param name="Created">Since when.</param>
internal sealed record KeyFigures(long Id, DateTimeOffset Created);
