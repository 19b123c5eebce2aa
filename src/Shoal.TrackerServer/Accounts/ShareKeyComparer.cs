using Shoal.TrackerServer.Swarms;

namespace Shoal.TrackerServer.Accounts;

/// <summary>Users make up info-hashes; under a key that nobody knows they cannot make them meet in one place of a table.</summary>
internal sealed class ShareKeyComparer(ulong key) : IEqualityComparer<ShareKey>
{
    public bool Equals(ShareKey x, ShareKey y) => x == y;

    public int GetHashCode(ShareKey obj) => (int)KeyedHash.Of(obj.Torrent.Span, key ^ (ulong)obj.User);
}
