using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Napster.Client.Data;

/// <summary>
/// Decides on the loop what strangers get: that alone which the server announced, to the nick that it named and, where the server told an address, from there. A path is a key, never a place on a disk.
/// </summary>
internal interface IDataDesk
{
    /// <summary>Who we are.</summary>
    string Nick { get; }

    /// <summary>Somebody asks for a file of ours; null where nobody announced it.</summary>
    UploadGrant? OnGet(Endpoint from, string nick, ReadOnlySpan<byte> path);

    /// <summary>Somebody offers a file; the download that waits for it, or null.</summary>
    Download? OnSend(Endpoint from, string nick, ReadOnlySpan<byte> path, long size);

    /// <summary>Somebody wants the list of our files, as the server announced; null where it did not.</summary>
    IShareLines? OnGetList(Endpoint from) => null;

    /// <summary>Somebody brings the list of its files, as we asked for by the server; who hears it, or null.</summary>
    IBrowseWatcher? OnSendList(Endpoint from, string nick) => null;
}
