using Shoal.Dht.Routing;
using Shoal.Dht.Serving;

namespace Shoal.Dht.Nodes;

/// <summary>How one node behaves.</summary>
internal sealed record NodeOptions
{
    public ReadOnlyMode ReadOnly { get; init; }

    /// <summary>An id that is kept whatever our address is, as programs do that know nothing of BEP 42, and attackers; null: it follows from the address.</summary>
    public NodeId? FixedId { get; init; }

    /// <summary>Lookups, tables and answers defend themselves against made-up ids; false only to show what that is worth.</summary>
    public bool IsGuarded { get; init; } = true;

    public RoutingOptions Routing { get; init; } = new();

    /// <summary>What we are, to others: two letters and a number (BEP 5 "v").</summary>
    public byte[] Version { get; init; } = [(byte)'S', (byte)'H', 0, 1];

    public int AnswerRate { get; init; } = Limits.AnswerRate;

    public int QueriesPerAddress { get; init; } = Limits.QueriesPerSecond;

    public PeerStoreOptions Store { get; init; } = new();
}
