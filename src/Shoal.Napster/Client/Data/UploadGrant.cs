using Shoal.Metainfo;
using Shoal.Net.Rates;

namespace Shoal.Napster.Client.Data;

/// <summary>What may be sent to one peer that the server announced.</summary>
/// <param name="File">Where it lies.</param>
/// <param name="Name">The name by which it is shared.</param>
/// <param name="Size">As indexed, in bytes.</param>
/// <param name="Modified">As indexed: ticks of the last change, UTC. A file that changed since is not sent.</param>
/// <param name="Sha256">As indexed; told to who asks.</param>
/// <param name="Rate">The limit of this upload alone.</param>
/// <param name="Watcher">Hears how it goes.</param>
internal sealed record UploadGrant(string File, byte[] Name, long Size, long Modified, Sha256Hash? Sha256, TokenBucket Rate, IUploadWatcher Watcher);
