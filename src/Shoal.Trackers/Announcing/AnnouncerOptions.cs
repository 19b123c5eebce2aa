using Shoal.Runtime;

namespace Shoal.Trackers.Announcing;

/// <summary>How an <see cref="Announcer"/> behaves.</summary>
public sealed record AnnouncerOptions
{
    /// <summary>Addresses to announce from, each once; with none the system chooses, once for each family.</summary>
    public IReadOnlyList<Endpoint> Binds { get; init; } = [];

    /// <summary>Requests under way at once: a thousand torrents must not storm the sockets.</summary>
    public int MaxUnderWay { get; init; } = 50;

    /// <summary>Of these, to one host.</summary>
    public int PerHost { get; init; } = 8;

    /// <summary>Between the beginnings of two requests to one host. Who leaves does not wait for it.</summary>
    public TimeSpan HostSpacing { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Peers asked for, where a torrent does not say.</summary>
    public int WantedPeers { get; init; } = 100;

    /// <summary>Redirects may lead from a public tracker to a private network or this machine (--allow-private-redirects).</summary>
    public bool AllowPrivateRedirects { get; init; }
}
