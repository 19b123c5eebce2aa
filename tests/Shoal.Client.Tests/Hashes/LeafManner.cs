namespace Shoal.Client.Tests.Hashes;

/// <summary>What an <see cref="Actor"/> does when it is asked for leaves.</summary>
internal enum LeafManner
{
    Tells,
    Rejects,
    Lies,
    IsSilent,
}
