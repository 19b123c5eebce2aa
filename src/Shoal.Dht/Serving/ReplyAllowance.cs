using Shoal.Dht.Messages;
using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>
/// How long a reply may be, so that nobody gains by asking in another's name: until an address has proven itself (<see cref="ProvenAddresses"/>), a small multiple of the query, whatever is asked.
/// <code>
/// what all replies have ─► a few peers ─► nodes of one family ─► filters, both ─► nodes of the other, all or none ─► more peers
/// </code>
/// is the order in which what is there is filled: who is told of peers has arrived, and others name others of them; else a lookup lives on the nodes.
/// </summary>
/// <param name="queryLength">Bytes of the query's packet.</param>
/// <param name="isProven">Whoever asks is there.</param>
internal readonly struct ReplyAllowance(int queryLength, bool isProven)
{
    private const int BothFilters = 2 * (6 + 4 + Limits.FilterLength);

    /// <summary>Bytes of the reply, errors included; where even that is too little for what must be said, silence is the answer.</summary>
    public int Length => isProven ? Limits.SentLength : Math.Min(Limits.SentLength, queryLength * Limits.ReplyMultiple);

    /// <summary>What fits into the reply to a query without a fault.</summary>
    /// <param name="query">What is asked.</param>
    /// <param name="from">Who asks.</param>
    /// <param name="versionLength">Bytes of our version.</param>
    /// <param name="isStored">There are peers.</param>
    public ReplyParts Divide(in KrpcMessage query, Endpoint from, int versionLength, bool isStored)
    {
        if (query.Method is KrpcMethod.Ping or KrpcMethod.AnnouncePeer)
        {
            return new ReplyParts(-1, -1, HasFilters: false, Values: 0);
        }

        var isGetPeers = query.Method == KrpcMethod.GetPeers;
        var room = Length - FrameOf(query.TransactionId.Length, versionLength, isGetPeers, from);
        // BEP 32: who names no family means its own.
        var (wantsV4, wantsV6) = (query.WantsV4, query.WantsV6);
        var firstIsV4 = wantsV4 == wantsV6 ? from.IsIPv4 : wantsV4;
        var value = from.IsIPv4 ? "6:"u8.Length + CompactEndpoint.LengthV4 : "18:"u8.Length + CompactEndpoint.LengthV6;
        var kept = isGetPeers && isStored && !query.WantsScrape ? "6:valuesle"u8.Length + Limits.ValuesFirst * value : 0;
        room -= kept;
        var first = Take(ref room, firstIsV4, least: 0);
        var hasFilters = isGetPeers && isStored && query.WantsScrape && room >= BothFilters;
        room -= hasFilters ? BothFilters : 0;
        var second = wantsV4 && wantsV6 ? Take(ref room, !firstIsV4, least: Limits.K) : -1;
        room += kept;
        var values = isGetPeers && isStored ? Math.Max(0, (room - "6:valuesle"u8.Length) / value) : 0;
        return firstIsV4 ? new ReplyParts(first, second, hasFilters, values) : new ReplyParts(second, first, hasFilters, values);
    }

    /// <summary>Nodes of a family as many as there is room for; -1, and no list, where that is fewer than the least.</summary>
    private static int Take(ref int room, bool isIPv4, int least)
    {
        var (list, node) = isIPv4 ? ("5:nodes208:"u8.Length, CompactNode.LengthV4) : ("6:nodes6304:"u8.Length, CompactNode.LengthV6);
        var nodes = Math.Clamp((room - list) / node, 0, Limits.K);
        if (nodes < least)
        {
            return -1;
        }

        room -= list + nodes * node;
        return nodes;
    }

    /// <summary>Bytes of all but nodes, filters and peers.</summary>
    private static int FrameOf(int transactionId, int version, bool hasToken, Endpoint from)
        => "d2:ip"u8.Length + LengthOf(from.IsIPv4 ? CompactEndpoint.LengthV4 : CompactEndpoint.LengthV6) + "1:rd2:id"u8.Length + LengthOf(NodeId.Length)
            + (hasToken ? "5:token"u8.Length + LengthOf(Tokens.Length) : 0) + "e1:t"u8.Length + LengthOf(transactionId) + (version > 0 ? "1:v"u8.Length + LengthOf(version) : 0) + "1:y1:re"u8.Length;

    /// <summary>Bytes of a string of so many, with its length in front.</summary>
    private static int LengthOf(int bytes) => (bytes < 10 ? 2 : 3) + bytes;
}
