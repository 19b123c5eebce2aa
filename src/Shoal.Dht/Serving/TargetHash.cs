using System.Buffers.Binary;
using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>SipHash of an info-hash, so that nobody can choose some that fall together.</summary>
internal static class TargetHash
{
    /// <summary>The hash of the 20 bytes, in three words.</summary>
    public static ulong Of(this in SipHash hash, NodeId target)
    {
        Span<byte> bytes = stackalloc byte[3 * sizeof(ulong)];
        bytes.Clear();
        target.Write(bytes);
        return hash.Of(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt64BigEndian(bytes[16..]));
    }
}
