namespace Shoal.Simulation.Dht;

/// <summary>What lies between the hosts of a packet network.</summary>
internal sealed record LinkOptions
{
    /// <summary>The round trip of two hosts is somewhere between this and the longest, each as likely as the other.</summary>
    public TimeSpan ShortestRoundTrip { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan LongestRoundTrip { get; init; } = TimeSpan.FromMilliseconds(380);

    /// <summary>Each packet takes up to so much longer: the longest round trip and twice this are 400 ms.</summary>
    public TimeSpan Jitter { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Packets of a thousand that are lost, one way.</summary>
    public int LossPerMille { get; init; } = 5;
}
