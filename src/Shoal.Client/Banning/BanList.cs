using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Banning;

/// <summary>
/// Who is not dealt with again, for as long as the torrent runs. An address that we dialled is not dialled again, and its neighbours on the same host
/// are not to blame. A stranger has no address but its host, as its port is another each time: no stranger of that host is let in, or it were back at
/// once. Its honest neighbours keep their connections, and where they listen they are dialled.
/// </summary>
internal sealed class BanList
{
    private readonly HashSet<Endpoint> _addresses = [];
    private readonly HashSet<Endpoint> _hosts = [];

    /// <summary>In order of time; both sets are made of it.</summary>
    private readonly Queue<Ban> _all = new();

    /// <summary>Those who lied, the first one first.</summary>
    public IEnumerable<Ban> Liars => _all.Where(static ban => ban.Liar is not null);

    /// <summary>How many there ever were.</summary>
    public int Count { get; private set; }

    /// <summary>True for an address that is not dialled.</summary>
    public bool HasAddress(Endpoint address) => _addresses.Contains(address);

    /// <summary>True where a stranger is not let in: its host is banned, or it comes from a banned address itself.</summary>
    public bool Refuses(Endpoint remote) => _hosts.Contains(AddressScopes.HostOf(remote)) || HasAddress(remote);

    /// <summary>True where the peer could not come back as it came.</summary>
    public bool Has(Sender sender) => sender.IsOutgoing ? HasAddress(sender.Remote) : _hosts.Contains(AddressScopes.HostOf(sender.Remote));

    /// <summary>It lied.</summary>
    public void Add(Sender liar, string reason) =>
        Add(new Ban(liar.IsOutgoing ? liar.Remote : AddressScopes.HostOf(liar.Remote), !liar.IsOutgoing, liar.Remote, reason));

    /// <summary>Our own address.</summary>
    public void AddOurs(Endpoint address) => Add(new Ban(address, IsHost: false, Liar: null, "is ourselves"));

    private void Add(Ban ban)
    {
        if (!(ban.IsHost ? _hosts : _addresses).Add(ban.Who))
        {
            return;
        }

        Count++;
        _all.Enqueue(ban);
        if (_all.Count > Limits.Bans)
        {
            var oldest = _all.Dequeue();
            (oldest.IsHost ? _hosts : _addresses).Remove(oldest.Who);
        }
    }
}
