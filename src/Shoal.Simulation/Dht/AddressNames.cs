using System.Net;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>Names of hosts are their addresses in words.</summary>
internal sealed class AddressNames : INames
{
    public void Resolve(Loop loop, string host, Action<NameAnswer> done)
    {
        var answer = IPAddress.TryParse(host, out var address) ? NameAnswer.Of(address) : NameAnswer.None("is not known");
        loop.Post(() => done(answer));
    }
}
