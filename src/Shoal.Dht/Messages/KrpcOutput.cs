using System.Buffers.Text;

namespace Shoal.Dht.Messages;

/// <summary>Bencoding into a span that may be too short: what does not fit is not written, and <see cref="Fits"/> says so.</summary>
internal ref struct KrpcOutput(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public bool Fits { get; private set; } = true;

    public readonly int Left => _buffer.Length - Length;

    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (TryTake(bytes.Length, out var room))
        {
            bytes.CopyTo(room);
        }
    }

    public void Bytes(scoped ReadOnlySpan<byte> value)
    {
        Prefix(value.Length);
        Raw(value);
    }

    public void Integer(int value)
    {
        Raw("i"u8);
        Number(value);
        Raw("e"u8);
    }

    public void Id(NodeId id)
    {
        Raw("20:"u8);
        if (TryTake(NodeId.Length, out var room))
        {
            id.Write(room);
        }
    }

    /// <summary>The length of a string; its bytes follow.</summary>
    public void Prefix(int length)
    {
        Number(length);
        Raw(":"u8);
    }

    /// <summary>Room of this length; where there is less, nothing more is written at all.</summary>
    public bool TryTake(int length, out Span<byte> room)
    {
        Fits &= length <= Left;
        room = Fits ? _buffer.Slice(Length, length) : default;
        Length += room.Length;
        return Fits;
    }

    private void Number(int value)
    {
        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(value, digits, out var written);
        Raw(digits[..written]);
    }
}
