namespace Shoal.Client.Events;

/// <summary>Something that happened to a torrent.</summary>
public abstract record TorrentEvent
{
    private protected TorrentEvent()
    {
    }
}
