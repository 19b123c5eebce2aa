using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Shoal.Cli.Shipping;

/// <summary>One message: its kind (1 byte), its length (4 bytes, little-endian), its payload.</summary>
internal readonly record struct Frame(FrameKind Kind, ReadOnlyMemory<byte> Payload)
{
    public const int HeaderLength = 5;

    /// <summary>A command line of some thousand file names.</summary>
    public const int MostCall = 1 << 20;

    /// <summary>All else goes in parts.</summary>
    public const int MostPayload = 1 << 16;

    /// <summary>Reads what stands before a payload, and refuses a length that no such message has before anything is made for it.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out FrameKind kind, out int length, [NotNullWhen(false)] out string? reason)
    {
        kind = (FrameKind)header[0];
        var claimed = BinaryPrimitives.ReadUInt32LittleEndian(header[1..]);
        length = (int)Math.Min(claimed, int.MaxValue);
        reason = !Enum.IsDefined(kind) ? $"there is no message {header[0]}"
            : claimed > MostOf(kind) ? $"a message {kind} has {MostOf(kind)} bytes at most, not {claimed}"
            : null;
        return reason is null;
    }

    public void WriteHeader(Span<byte> header)
    {
        header[0] = (byte)Kind;
        BinaryPrimitives.WriteInt32LittleEndian(header[1..], Payload.Length);
    }

    private static uint MostOf(FrameKind kind) => kind switch
    {
        FrameKind.Call => MostCall,
        FrameKind.Exit => sizeof(int),
        FrameKind.EndOfInput or FrameKind.Interrupt or FrameKind.Begin => 0,
        _ => MostPayload,
    };
}
