namespace Shoal.Dht;

/// <summary>The bounds of this project: what hostile nodes may cost, and what ours may cost others.</summary>
internal static class Limits
{
    /// <summary>Nodes of an answer, and those an announce goes to (BEP 5: K).</summary>
    public const int K = 8;
}
