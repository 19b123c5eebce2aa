using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Swarms;

/// <summary>A peer with an IPv6 address: 22 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct PeerV6 : IPeer<PeerV6>
{
    private ulong _high;
    private ulong _low;
    private ushort _port;
    private ushort _seen;
    private ushort _tag;

    public static int CompactLength => CompactEndpoint.LengthV6;

    public static int InlineCapacity => 0;

    public readonly ushort Seen => _seen;

    public readonly ushort Tag => _tag;

    public readonly ushort Port => _port;

    [SkipLocalsInit]
    public static PeerV6 From(Endpoint endpoint, ushort tag, ushort seen)
    {
        Span<byte> compact = stackalloc byte[CompactEndpoint.LengthV6];
        CompactEndpoint.Write(compact, endpoint);
        return new PeerV6
        {
            _high = MemoryMarshal.Read<ulong>(compact),
            _low = MemoryMarshal.Read<ulong>(compact[sizeof(ulong)..]),
            _port = MemoryMarshal.Read<ushort>(compact[(2 * sizeof(ulong))..]),
            _seen = seen,
            _tag = tag,
        };
    }

    public readonly bool SameAs(in PeerV6 other) => _low == other._low && _high == other._high && _port == other._port;

    public readonly ulong Hash(ulong key) => KeyedHash.Mix(KeyedHash.Mix(_high ^ _port, key) ^ _low, key);
}
