using Shoal.Napster.Client.Sessions;

namespace Shoal.Napster.Client;

/// <summary>How a client stands.</summary>
/// <param name="State">With its server.</param>
/// <param name="Kind">What the server is.</param>
/// <param name="ServerName">What the server calls itself; empty where it does not say.</param>
/// <param name="Trouble">Why it is not there, in words; null while it is.</param>
/// <param name="DataPort">Where others fetch from it; 0: they cannot connect.</param>
/// <param name="SharedFiles">Files that the server knows of.</param>
/// <param name="Users">Users on the server, as it told last.</param>
/// <param name="Files">Files on the server, as it told last.</param>
/// <param name="Gigabytes">Their size.</param>
public sealed record NapsterStatus(
    SessionState State, ServerKind Kind, string ServerName, string? Trouble, int DataPort, long SharedFiles, long Users, long Files, long Gigabytes);
