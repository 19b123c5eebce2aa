using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>A peer that announced itself: 32 bytes.</summary>
internal readonly struct StoredPeer(Endpoint endpoint, bool isSeed, uint seen, uint places)
{
    private const uint SeedBit = 1u << 31;

    private readonly uint _places = places & ~SeedBit | (isSeed ? SeedBit : 0);

    public Endpoint Endpoint { get; } = endpoint;

    /// <summary>The second in which it announced itself last.</summary>
    public uint Seen { get; } = seen;

    public bool IsSeed => (_places & SeedBit) != 0;

    /// <summary>What <see cref="BloomFilter.PlacesOf"/> says of it.</summary>
    public uint Places => _places & ~SeedBit;

    /// <summary>
    /// One address is one peer (BEP 33, "Changed announce accounting"), whatever its port. Local addresses are told apart by their ports too: machines behind one router, and tests, share theirs.
    /// </summary>
    public bool Is(Endpoint other, bool isLocal) => Endpoint.AddressBits == other.AddressBits && (!isLocal || Endpoint.Port == other.Port);
}
