namespace Shoal.Dht.Nodes;

/// <summary>What a node has done since its start.</summary>
internal sealed class NodeCounters
{
    public long PacketsIn { get; private set; }

    public long PacketsOut { get; private set; }

    public long BytesIn { get; private set; }

    public long BytesOut { get; private set; }

    /// <summary>Packets that were no message.</summary>
    public long Junk { get; set; }

    /// <summary>Replies to nothing that we asked, or from elsewhere.</summary>
    public long Strays { get; set; }

    /// <summary>Queries of ours that were answered with an error, or by another than the node asked.</summary>
    public long Refused { get; set; }

    /// <summary>Queries of ours that were not answered.</summary>
    public long Lost { get; set; }

    public void OnSent(int length) => (PacketsOut, BytesOut) = (PacketsOut + 1, BytesOut + length);

    public void OnReceived(int length) => (PacketsIn, BytesIn) = (PacketsIn + 1, BytesIn + length);
}
