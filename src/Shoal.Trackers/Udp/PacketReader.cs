using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Udp;

/// <summary>Reads an answer behind its header.</summary>
internal delegate CallAnswer<T> PacketReader<T>(ReadOnlySpan<byte> packet)
    where T : class;
