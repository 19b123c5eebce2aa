using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Http;

/// <summary>One port that is open for HTTP.</summary>
internal sealed class HttpDoor(HttpTracker tracker, Endpoint local) : IAcceptHandler
{
    /// <summary>What came here.</summary>
    public HttpCounters Counters { get; private set; } = new(local);

    /// <summary>The system may have chosen the port.</summary>
    public void OnOpened(IListener listener) => Counters = new HttpCounters(listener.Local);

    public void OnAccepted(ILink link) => tracker.Accept(link, Counters);
}
