namespace Shoal.TrackerServer.Accounts;

/// <summary>A user in a list.</summary>
/// <param name="Id">Never given twice.</param>
/// <param name="Name">As the administrator calls him.</param>
/// <param name="Created">Since when.</param>
/// <param name="Disabled">From when on his passkeys are refused; null where he may come.</param>
/// <param name="Keys">How many passkeys he has.</param>
/// <param name="Torrents">How many he announced.</param>
/// <param name="Uploaded">Bytes of all.</param>
/// <param name="Downloaded">Bytes of all.</param>
internal sealed record UserFigures(long Id, string Name, DateTimeOffset Created, DateTimeOffset? Disabled, int Keys, int Torrents, long Uploaded, long Downloaded);
