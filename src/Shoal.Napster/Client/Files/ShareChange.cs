using Shoal.Napster.Client.Sharing;

namespace Shoal.Napster.Client.Files;

/// <summary>A file came, or one went. A file that changes goes and comes.</summary>
/// <param name="Name">What others know it by.</param>
/// <param name="File">What came; null where it went.</param>
public sealed record ShareChange(byte[] Name, LocalFile? File);
