namespace Shoal.Dht.Nodes;

/// <summary>What others asked since the start.</summary>
internal sealed class ResponderCounters
{
    public long Pings { get; set; }

    public long FindNodes { get; set; }

    public long GetPeers { get; set; }

    public long Announces { get; set; }

    /// <summary>Answered with an error.</summary>
    public long Refused { get; set; }

    /// <summary>Passed over, since their source asks too much.</summary>
    public long Limited { get; set; }

    /// <summary>Answers beyond what may be sent to strangers.</summary>
    public long Unsent { get; set; }
}
