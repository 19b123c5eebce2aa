using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Shoal.Runtime;

namespace Shoal.TrackerServer.Swarms;

/// <summary>A peer with an IPv4 address: 10 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2)]
internal struct PeerV4 : IPeer<PeerV4>
{
    private uint _address;
    private ushort _port;
    private ushort _seen;
    private ushort _tag;

    public static int CompactLength => CompactEndpoint.LengthV4;

    public static int InlineCapacity => 1;

    public readonly ushort Seen => _seen;

    public readonly ushort Tag => _tag;

    public readonly ushort Port => _port;

    [SkipLocalsInit]
    public static PeerV4 From(Endpoint endpoint, ushort tag, ushort seen)
    {
        Span<byte> compact = stackalloc byte[CompactEndpoint.LengthV6];
        CompactEndpoint.Write(compact, endpoint);
        return new PeerV4 { _address = MemoryMarshal.Read<uint>(compact), _port = MemoryMarshal.Read<ushort>(compact[sizeof(uint)..]), _seen = seen, _tag = tag };
    }

    public readonly bool SameAs(in PeerV4 other) => _address == other._address && _port == other._port;

    public readonly ulong Hash(ulong key) => KeyedHash.Mix(_address | ((ulong)_port << 32), key);
}
