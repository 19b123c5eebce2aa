using Shoal.Runtime;
using Shoal.TrackerServer.Http;
using Shoal.TrackerServer.Readings;

namespace Shoal.TrackerServer.Https;

/// <summary>What came to one listener by TLS and what became of it. Connections are counted from any thread, each once.</summary>
internal sealed class HttpsCounters(Endpoint listener)
{
    private long _open;
    private long _taken;
    private long _crowded;
    private long _failed;

    /// <summary>The requests, counted where they are answered.</summary>
    public HttpCounters Requests { get; } = new(listener);

    public void Open() => Interlocked.Increment(ref _open);

    public void Close() => Interlocked.Decrement(ref _open);

    /// <summary>A connection whose handshake came to a good end.</summary>
    public void CountTaken() => Interlocked.Increment(ref _taken);

    /// <summary>A connection of an address that has too many: closed at once.</summary>
    public void CountCrowded() => Interlocked.Increment(ref _crowded);

    /// <summary>A connection whose handshake did not.</summary>
    public void CountFailed() => Interlocked.Increment(ref _failed);

    /// <param name="address">With the port that was really given.</param>
    public ListenerReading Read(Endpoint address) => TrackerReader.OfHttp("https", Requests) with
    {
        Address = address,
        Connections = Interlocked.Read(ref _open),
        Accepted =
        [
            new("taken", Interlocked.Read(ref _taken)),
            new("crowded", Interlocked.Read(ref _crowded)),
            new("handshake_failed", Interlocked.Read(ref _failed)),
        ],
    };
}
