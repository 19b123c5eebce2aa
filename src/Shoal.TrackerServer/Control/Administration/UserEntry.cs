namespace Shoal.TrackerServer.Control.Administration;

/// <summary>A user in a list. Amounts are bytes.</summary>
/// <param name="Name">As the administrator calls him.</param>
/// <param name="Created">Since when.</param>
/// <param name="Disabled">From when on he is refused; null where he may come.</param>
/// <param name="Keys">How many passkeys he has.</param>
/// <param name="Torrents">How many he announced.</param>
/// <param name="Uploaded">Of all.</param>
/// <param name="Downloaded">Of all.</param>
/// <param name="Ratio">What he gave for each byte that he took; null where he took none.</param>
public sealed record UserEntry(string Name, DateTime Created, DateTime? Disabled, int Keys, int Torrents, long Uploaded, long Downloaded, double? Ratio);
