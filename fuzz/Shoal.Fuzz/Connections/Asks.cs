using Shoal.Peers.Messages;

namespace Shoal.Fuzz.Connections;

/// <summary>What an engine asked of an intruder, who may answer or not.</summary>
internal sealed class Asks
{
    public List<BlockRequest> Blocks { get; } = [];

    public List<HashRequest> Hashes { get; } = [];

    public List<int> Metadata { get; } = [];
}
