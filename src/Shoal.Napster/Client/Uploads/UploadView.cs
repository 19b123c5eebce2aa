namespace Shoal.Napster.Client.Uploads;

/// <summary>An upload, as it is shown.</summary>
/// <param name="Nick">Who wants it.</param>
/// <param name="Text">What, as it is shared.</param>
/// <param name="State">How far it is.</param>
/// <param name="Sent">Bytes that were sent.</param>
/// <param name="Size">Bytes of all of it; 0 while it waits.</param>
public sealed record UploadView(string Nick, string Text, UploadState State, long Sent, long Size);
