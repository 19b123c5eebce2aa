using System.Numerics;

namespace Shoal.TrackerServer.Swarms;

/// <summary>
/// A swarm too large for one search, in parts by a hash of the address. It grows by linear hashing: one part more splits one other,
/// so that no announce has to move a whole swarm.
/// </summary>
internal sealed class LargeSwarm
{
    private Group[] _parts = new Group[4];

    public int PartCount { get; private set; } = 1;

    public int Count { get; set; }

    public int Seeds { get; set; }

    public Span<Group> Parts => _parts.AsSpan(0, PartCount);

    /// <summary>Which of so many parts a peer is in.</summary>
    public static int PartOf(ulong hash, int parts)
    {
        var whole = 1u << BitOperations.Log2((uint)parts);
        var part = (uint)hash & ((2 * whole) - 1);
        return (int)(part < parts ? part : part & (whole - 1));
    }

    /// <summary>The part that the last of so many was split from.</summary>
    public static int Origin(int parts) => parts - 1 - (1 << BitOperations.Log2((uint)parts - 1));

    /// <summary>Adds an empty part.</summary>
    public void Extend()
    {
        if (PartCount == _parts.Length)
        {
            Array.Resize(ref _parts, PartCount + (PartCount / 2));
        }

        _parts[PartCount++] = default;
    }

    /// <summary>Takes the last part away, which is empty.</summary>
    public void Cut() => PartCount--;
}
