using Shoal.Napster.Client.Chat;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Searching;

namespace Shoal.Napster.Client;

/// <summary>Hears what happens to a client, on its loop: it must not block, and nothing it does may throw.</summary>
public interface INapsterWatcher
{
    /// <summary>It came to the server, lost it, or gave up.</summary>
    void OnState(NapsterStatus status)
    {
    }

    /// <summary>The server tells the user something.</summary>
    void OnNotice(string text)
    {
    }

    /// <summary>A line of the server's message of the day.</summary>
    void OnMotd(string text)
    {
    }

    /// <summary>Another user writes in private.</summary>
    void OnMessage(string nick, string text)
    {
    }

    /// <summary>Something happened in a channel that we are in.</summary>
    void OnChannel(ChannelEvent happening)
    {
    }

    /// <summary>A download changed its state; not told for each byte.</summary>
    void OnDownload(DownloadView download)
    {
    }

    /// <summary>A saved search found a file.</summary>
    void OnWish(string name, RemoteFile file)
    {
    }
}
