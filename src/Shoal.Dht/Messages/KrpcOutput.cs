using System.Buffers.Text;

namespace Shoal.Dht.Messages;

/// <summary>Bencoding into a span that may be too short: what does not fit is not written, and <see cref="Fits"/> says so.</summary>
internal ref struct KrpcOutput(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public bool Fits { get; private set; } = true;

    public readonly int Left => _buffer.Length - Length;

    public void Raw(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

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
        if (Take(NodeId.Length) is { IsEmpty: false } room)
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

    /// <summary>Room of this length, or none at all: then nothing more is written.</summary>
    public Span<byte> Take(int length)
    {
        Fits &= length <= Left;
        if (!Fits)
        {
            return default;
        }

        Length += length;
        return _buffer.Slice(Length - length, length);
    }

    private void Number(int value)
    {
        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(value, digits, out var written);
        Raw(digits[..written]);
    }
}
