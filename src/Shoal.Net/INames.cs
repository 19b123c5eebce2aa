using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>How host names become addresses. The system's resolver in life, our own where the addresses to ask from are given.</summary>
public interface INames
{
    /// <summary>Looks a host up in both families; an address in words is its own answer. Any thread may call.</summary>
    /// <param name="loop">Where <paramref name="done"/> is called, once, and never within this call.</param>
    /// <param name="host">A name in ASCII (punycode), or an IP address without brackets.</param>
    /// <param name="done">Hears the addresses or the reason that there are none.</param>
    void Resolve(Loop loop, string host, Action<NameAnswer> done);
}
