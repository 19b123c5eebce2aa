namespace Shoal.TrackerServer.Accounts;

/// <summary>What is written in one transaction: figures, and what the peers said from which they were made.</summary>
internal sealed class AccountBatch
{
    public List<ShareChange> Shares { get; } = [];

    public List<(ShareKey Key, PeerState Peer)> Peers { get; } = [];

    public bool IsEmpty => Shares.Count == 0;

    public void Clear()
    {
        Shares.Clear();
        Peers.Clear();
    }
}
