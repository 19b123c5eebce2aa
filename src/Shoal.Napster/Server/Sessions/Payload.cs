using System.Runtime.CompilerServices;

namespace Shoal.Napster.Server.Sessions;

/// <summary>Writes an interpolated string as a payload straight into what is to be sent: numbers, text, and bytes of other clients as they came.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Payload
{
    private readonly FrameBuffer? _buffer;

    public Payload(int literalLength, int formattedCount, Session session, out bool isEnabled)
    {
        _ = literalLength;
        _ = formattedCount;
        _buffer = session.Connection.Output();
        isEnabled = _buffer is not null;
        _buffer?.Begin();
    }

    public void AppendLiteral(string text) => _buffer!.Append(text);

    public void AppendFormatted(string text) => _buffer!.Append(text);

    public void AppendFormatted(ReadOnlySpan<byte> bytes) => _buffer!.Append(bytes);

    public void AppendFormatted(ReadOnlyMemory<byte> bytes) => _buffer!.Append(bytes.Span);

    public void AppendFormatted(long number) => _buffer!.Append(number);
}
