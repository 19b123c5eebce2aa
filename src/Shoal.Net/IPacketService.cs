using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>What answers single packets: a question in, an answer or silence out. One object serves one socket of one thread, so nothing of it is locked.</summary>
public interface IPacketService
{
    /// <summary>Packets came and follow: the moment to read the clock, once for all of them.</summary>
    void BeginBatch();

    /// <summary>Answers one packet. Whatever it holds, this does not throw.</summary>
    /// <param name="from">Who sent it, as far as anybody can tell.</param>
    /// <param name="packet">Its bytes, cut at 2048.</param>
    /// <param name="reply">Room of 2048 bytes, which may still hold another answer.</param>
    /// <returns>Bytes of the answer; 0 for silence.</returns>
    int Answer(Endpoint from, ReadOnlySpan<byte> packet, Span<byte> reply);
}
