using System.Buffers.Binary;
using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>The fields of an announce over UDP, read where they lie: see <see cref="UdpAnnounce"/>. For a packet of <see cref="UdpAnnounce.Length"/> bytes at least.</summary>
public readonly ref struct UdpAnnounceFields(ReadOnlySpan<byte> packet)
{
    private readonly ReadOnlySpan<byte> _packet = packet[..UdpAnnounce.Length];

    /// <summary>v1, or v2 cut to 20 bytes.</summary>
    public Sha1Hash InfoHash => new(_packet.Slice(16, Sha1Hash.Length));

    /// <summary>As the peer calls itself.</summary>
    public PeerId PeerId => new(_packet.Slice(36, PeerId.Length));

    /// <summary>As it came: it may be negative.</summary>
    public long Downloaded => BinaryPrimitives.ReadInt64BigEndian(_packet[56..]);

    /// <summary>0 for a seed. Some clients write -1 for "unknown": who does not know what is left is no seed.</summary>
    public long Left => BinaryPrimitives.ReadInt64BigEndian(_packet[64..]) is >= 0 and var left ? left : long.MaxValue;

    /// <summary>As it came: it may be negative.</summary>
    public long Uploaded => BinaryPrimitives.ReadInt64BigEndian(_packet[72..]);

    /// <summary>An unknown event is none.</summary>
    public AnnounceEvent Event => BinaryPrimitives.ReadUInt32BigEndian(_packet[80..]) is <= (uint)AnnounceEvent.Stopped and var what ? (AnnounceEvent)what : AnnounceEvent.None;

    /// <summary>An IPv4 address that the peer would rather be known by, without a port; 0.0.0.0 where there is none.</summary>
    public Endpoint Ip => Endpoint.FromBytes(_packet.Slice(84, 4), 0);

    /// <summary>The same for all addresses of one client.</summary>
    public uint Key => BinaryPrimitives.ReadUInt32BigEndian(_packet[88..]);

    /// <summary>How many peers are asked for; null: as many as the tracker likes to give.</summary>
    public int? Wanted => BinaryPrimitives.ReadInt32BigEndian(_packet[92..]) is >= 0 and var wanted ? wanted : null;

    /// <summary>Where it listens.</summary>
    public ushort Port => BinaryPrimitives.ReadUInt16BigEndian(_packet[96..]);
}
