namespace Shoal.Dht.Routing;

/// <summary>A node of a table, for saving and showing.</summary>
/// <param name="Contact">Its id and where it is.</param>
/// <param name="Bucket">Bits that its id shares with ours, up to those of the last bucket.</param>
/// <param name="IsSpare">It answered, and its bucket was full.</param>
/// <param name="IsVerified">Its id follows from its address (BEP 42), or the address is local.</param>
/// <param name="Rtt">How long it takes to answer, smoothed.</param>
/// <param name="Fails">Answers in a row that it owes.</param>
/// <param name="Seen">When it last answered or asked, in the node's time.</param>
public sealed record TableRow(NodeContact Contact, int Bucket, bool IsSpare, bool IsVerified, TimeSpan Rtt, int Fails, TimeSpan Seen);
