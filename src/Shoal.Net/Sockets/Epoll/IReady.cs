namespace Shoal.Net.Sockets.Epoll;

/// <summary>Something with a descriptor that an <see cref="EpollLoop"/> watches.</summary>
internal interface IReady
{
    /// <summary>Handles the events that epoll reported.</summary>
    void OnReady(uint events);
}
