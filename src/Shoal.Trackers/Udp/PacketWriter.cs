namespace Shoal.Trackers.Udp;

/// <summary>Writes a request with the ids given; returns its length.</summary>
internal delegate int PacketWriter(Span<byte> packet, ulong connectionId, uint transactionId);
