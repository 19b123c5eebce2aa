using Shoal.Dht.Ids;

namespace Shoal.Dht.Routing;

/// <summary>A node that answered us at least once. 64 bytes, a line of the cache: answers are made by walking over them.</summary>
internal struct TableNode
{
    /// <summary>What a chosen id adds to the rank: more than any time of answering.</summary>
    private const int ChosenRank = ushort.MaxValue + 1;

    /// <summary>The part of a round trip that a new one counts for.</summary>
    private const int RttShare = 3;

    public NodeContact Contact;

    /// <summary>Second of the table's time in which it last answered or asked.</summary>
    public int HeardAt;

    /// <summary>Second in which it last answered: a question may come from anybody in its name.</summary>
    public int AnsweredAt;

    /// <summary>Second in which upkeep last asked it, or in which it last owed an answer.</summary>
    public int AskedAt;

    /// <summary>Milliseconds that it takes to answer, smoothed.</summary>
    public ushort Rtt;

    /// <summary>Answers in a row that it owes; 0 while it is alive.</summary>
    public byte Fails;

    public NodeStanding Standing;

    public TableNode(NodeContact contact, NodeStanding standing, TimeSpan rtt, int second)
    {
        Contact = contact;
        Standing = standing;
        Rtt = Milliseconds(rtt);
        HeardAt = AnsweredAt = AskedAt = second;
    }

    public readonly bool IsAlive => Fails == 0;

    /// <summary>The id may be believed: it follows from the address, or belongs to a local one.</summary>
    public readonly bool IsSecure => Standing != NodeStanding.Chosen;

    /// <summary>Its /24 or /64; <see cref="AddressNetwork.Local"/> where none has to be shared.</summary>
    public readonly ulong Network => Standing == NodeStanding.Local ? AddressNetwork.Local : AddressNetwork.OfPublic(Contact.Endpoint);

    public static NodeStanding StandingOf(NodeContact contact) =>
        AddressNetwork.IsLocal(contact.Endpoint) ? NodeStanding.Local : SecureId.IsSecure(contact.Id, contact.Endpoint) ? NodeStanding.Secure : NodeStanding.Chosen;

    public void Answered(TimeSpan rtt, int second)
    {
        Rtt = (ushort)(Rtt + (Milliseconds(rtt) - Rtt) / RttShare);
        HeardAt = AnsweredAt = second;
        Fails = 0;
    }

    /// <summary>The lower, the better a node to have.</summary>
    public readonly int Rank(bool prefersSecure) => Rtt + (prefersSecure && !IsSecure ? ChosenRank : 0);

    private static ushort Milliseconds(TimeSpan rtt) => (ushort)Math.Clamp(rtt.Ticks / TimeSpan.TicksPerMillisecond, 0, ushort.MaxValue);
}
