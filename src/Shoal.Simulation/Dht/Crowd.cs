using Shoal.Dht;
using Shoal.Dht.Ids;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>
/// An attacker with many ids in a few networks, who answers with nothing but its own nodes. Each is a real node else, which joins, asks and is asked; so all get into tables as far as the tables let them.
/// </summary>
internal sealed class Crowd
{
    private const int IdsPerAddress = 8;
    private const ushort FirstPort = 7000;

    private readonly Overlay _overlay;
    private readonly List<Member> _members = [];

    private Crowd(Overlay overlay) => _overlay = overlay;

    /// <summary>Where its nodes are, and who they are.</summary>
    public List<NodeContact> Contacts { get; } = [];

    /// <summary>As many ids beside a target as are wanted, the same number of each /24.</summary>
    /// <param name="overlay">Which is attacked.</param>
    /// <param name="target">What is to be hidden.</param>
    /// <param name="ids">How many.</param>
    /// <param name="networks">Of so many /24s, all of whose addresses the attacker has.</param>
    /// <param name="follows">True: ids that follow from the addresses (BEP 42), the nearest of all that can be had there. False: ids as near as one likes.</param>
    public static Crowd Beside(Overlay overlay, NodeId target, int ids, int networks, bool follows)
    {
        var crowd = new Crowd(overlay);
        for (var i = 0; i < networks; i++)
        {
            var network = overlay.Network.Addresses.Next(isIPv4: true);
            crowd.Contacts.AddRange(follows ? Nearest(network, target, ids / networks) : Free(overlay, network, target, ids / networks));
        }

        return crowd;
    }

    /// <summary>Ids all over the space, each the best of those that its address can have at nothing in particular.</summary>
    public static Crowd Everywhere(Overlay overlay, int ids, int networks)
    {
        var crowd = new Crowd(overlay);
        for (var i = 0; i < networks; i++)
        {
            var network = overlay.Network.Addresses.Next(isIPv4: true);
            for (var j = 0; j < ids / networks; j++)
            {
                var at = AddressPlan.Neighbour(network, (byte)(j + 1)).WithPort(FirstPort);
                crowd.Contacts.Add(new NodeContact(SecureId.Make(at, overlay.Network.Secrets), at));
            }
        }

        return crowd;
    }

    /// <summary>All come, over some time, and again and again ask who is near them.</summary>
    public void Come(TimeSpan over, TimeSpan again)
    {
        for (var i = 0; i < Contacts.Count; i++)
        {
            var contact = Contacts[i];
            _overlay.After(over / Contacts.Count * i, () => Open(contact, again));
        }
    }

    private void Open(NodeContact contact, TimeSpan again)
    {
        var host = new PacketHost(_overlay.Network, contact.Endpoint.WithPort(0), isNatted: false, (inner, port) => new CrowdMask(inner, port, contact.Id, this, _overlay.Network.Chance));
        var member = _overlay.Add(Role.Hostile, host, contact.Endpoint.Port, contact.Id);
        _members.Add(member);
        Ask();

        void Ask()
        {
            member.Node.Upkeep.Join([]);
            _overlay.After(again, Ask);
        }
    }

    private static IEnumerable<NodeContact> Nearest(Endpoint network, NodeId target, int count)
    {
        var all = new List<NodeContact>();
        for (var host = 1; host < 255; host++)
        {
            for (byte number = 0; number < IdsPerAddress; number++)
            {
                var at = AddressPlan.Neighbour(network, (byte)host).WithPort((ushort)(FirstPort + number));
                all.Add(new NodeContact(SecureId.Make(at, new ChosenSecrets(target, number)), at));
            }
        }

        all.Sort((a, b) => target.CompareDistance(a.Id, b.Id));
        return all.Take(count);
    }

    private static IEnumerable<NodeContact> Free(Overlay overlay, Endpoint network, NodeId target, int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return new NodeContact(Beside(target, overlay.Network.Secrets), AddressPlan.Neighbour(network, (byte)(i + 1)).WithPort(FirstPort));
        }
    }

    /// <summary>The first eight bytes are the target's.</summary>
    private static NodeId Beside(NodeId target, SeededSecrets secrets)
    {
        Span<byte> bytes = stackalloc byte[NodeId.Length];
        target.Write(bytes);
        secrets.Fill(bytes[8..]);
        return new NodeId(bytes);
    }
}
