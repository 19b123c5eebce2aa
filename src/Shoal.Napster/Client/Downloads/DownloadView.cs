using Shoal.Metainfo;

namespace Shoal.Napster.Client.Downloads;

/// <summary>A download, as it is shown.</summary>
/// <param name="Id">What it is called by, from 1 on.</param>
/// <param name="Nick">Whose file it is.</param>
/// <param name="Text">What it is called.</param>
/// <param name="Target">Where it comes to be.</param>
/// <param name="State">How far it is.</param>
/// <param name="Size">Bytes of all of it; 0 where nobody knows yet.</param>
/// <param name="Received">Bytes that are there.</param>
/// <param name="Place">Its place in its owner's queue, or what its owner says is its limit; null where it is in none.</param>
/// <param name="Reason">What went wrong last, or null.</param>
/// <param name="Next">How long until it is tried again; null where it is not.</param>
/// <param name="Sha256">What all of it must hash to; null where nobody said.</param>
/// <param name="IsVerified">It is there, and hashes to that.</param>
public sealed record DownloadView(
    int Id, string Nick, string Text, string Target, DownloadState State, long Size, long Received, long? Place, string? Reason, TimeSpan? Next, Sha256Hash? Sha256, bool IsVerified);
