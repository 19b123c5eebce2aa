using Shoal.Client.Swarms;
using Shoal.Peers.Messages;

namespace Shoal.Client.Exchange;

/// <summary>BEP 11: tells each peer of the others, once a minute. A private torrent does not (BEP 27).</summary>
internal sealed class Gossip(Swarm swarm)
{
    /// <summary>Tells those whose minute is over what has changed for them.</summary>
    public void Tick(TimeSpan now)
    {
        if (swarm.Metainfo.IsPrivate)
        {
            return;
        }

        List<Contact>? contacts = null;
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.Extensions.ExchangeId == 0 || now < peer.Acquaintance.NextTelling)
            {
                continue;
            }

            contacts ??= ContactsNow();
            if (peer.Acquaintance.Tell(contacts, peer.ListensOn ?? peer.Remote) is { } message)
            {
                peer.Acquaintance.NextTelling = now + Limits.ExchangeEvery;
                peer.Connection.Send(MessageKind.Extended, [peer.Extensions.ExchangeId, .. message.ToBytes()]);
            }
        }
    }

    /// <summary>Connected peers that others can dial.</summary>
    private List<Contact> ContactsNow()
    {
        var contacts = new List<Contact>();
        foreach (var peer in swarm.Peers.All)
        {
            if (peer.ListensOn is { } endpoint)
            {
                contacts.Add(new Contact(endpoint,
                    (peer.IsOutgoing ? ExchangeFlags.Reachable : ExchangeFlags.None) | (peer.IsUploadOnly ? ExchangeFlags.UploadOnly : ExchangeFlags.None)));
            }
        }

        return contacts;
    }
}
