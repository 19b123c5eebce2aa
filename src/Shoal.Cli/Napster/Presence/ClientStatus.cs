namespace Shoal.Cli.Napster.Presence;

/// <summary>How a client stands.</summary>
/// <param name="IsConnected">It is logged in.</param>
/// <param name="Trouble">Why it is not, or what its user should know; null: nothing.</param>
/// <param name="Files">That it shares.</param>
/// <param name="Bytes">Of these files.</param>
/// <param name="Downloads">Files that come.</param>
/// <param name="Uploads">Files that go.</param>
/// <param name="Waiting">Downloads that wait for a place, a peer or their next try.</param>
internal sealed record ClientStatus(bool IsConnected, string? Trouble, long Files, long Bytes, int Downloads, int Uploads, int Waiting);
