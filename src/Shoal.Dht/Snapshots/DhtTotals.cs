namespace Shoal.Dht.Snapshots;

/// <summary>What a node has done since its start.</summary>
public sealed record DhtTotals
{
    /// <summary>Packets that came.</summary>
    public required long PacketsIn { get; init; }

    /// <summary>Packets that left.</summary>
    public required long PacketsOut { get; init; }

    /// <summary>Bytes of datagrams that came, headers of IP and UDP not counted.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes of datagrams that left, headers of IP and UDP not counted.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Packets that were no message of this protocol.</summary>
    public required long Junk { get; init; }

    /// <summary>Answers to nothing that we asked, or from elsewhere.</summary>
    public required long Strays { get; init; }

    /// <summary>Queries of ours that nobody answered.</summary>
    public required long Lost { get; init; }

    /// <summary>Queries of ours that were answered with an error, or by another node than was asked.</summary>
    public required long Refused { get; init; }

    /// <summary>Others' queries: ping.</summary>
    public required long Pings { get; init; }

    /// <summary>Others' queries: find_node.</summary>
    public required long FindNodes { get; init; }

    /// <summary>Others' queries: get_peers.</summary>
    public required long GetPeers { get; init; }

    /// <summary>Others' queries: announce_peer.</summary>
    public required long Announces { get; init; }

    /// <summary>Others' queries that were answered with an error.</summary>
    public required long Errors { get; init; }

    /// <summary>Others' queries that were passed over, since their source asks too much.</summary>
    public required long Limited { get; init; }

    /// <summary>Answers that were not sent, since strangers are sent enough.</summary>
    public required long Unsent { get; init; }
}
