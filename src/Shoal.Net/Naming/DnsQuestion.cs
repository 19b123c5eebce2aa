using System.Buffers.Binary;

namespace Shoal.Net.Naming;

/// <summary>One question to a nameserver (RFC 1035 §4.1).</summary>
/// <param name="Id">Unguessable; the answer repeats it.</param>
/// <param name="Name">In lower case, without a final dot.</param>
/// <param name="Type">What is asked for.</param>
internal readonly record struct DnsQuestion(ushort Id, string Name, DnsType Type)
{
    public const int HeaderLength = 12;
    public const int MaxLength = HeaderLength + 255 + 4;
    public const ushort Internet = 1;
    private const ushort RecursionDesired = 0x0100;

    /// <summary>Writes the message; returns its length, or 0 where the name is none.</summary>
    public int Write(Span<byte> destination)
    {
        destination[..HeaderLength].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(destination, Id);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(destination[4..], 1);
        var length = DnsName.Write(Name, destination[HeaderLength..^4]);
        if (length == 0)
        {
            return 0;
        }

        var at = HeaderLength + length;
        BinaryPrimitives.WriteUInt16BigEndian(destination[at..], (ushort)Type);
        BinaryPrimitives.WriteUInt16BigEndian(destination[(at + 2)..], Internet);
        return at + 4;
    }
}
