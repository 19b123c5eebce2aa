using System.Runtime.CompilerServices;
using Shoal.Catalog;

namespace Shoal.Napster.Protocol;

/// <summary>Writes an interpolated string as a payload straight into what is to be sent: numbers, text, and bytes of other clients as they came.</summary>
[InterpolatedStringHandler]
internal readonly ref struct Payload
{
    private readonly FrameBuffer? _buffer;

    public Payload(int literalLength, int formattedCount, IFrameOutput output, out bool isEnabled)
    {
        _ = literalLength;
        _ = formattedCount;
        _buffer = output.Output();
        isEnabled = _buffer is not null;
        _buffer?.Begin();
    }

    /// <summary>For many: written once, and sent to each as <see cref="Bytes"/>.</summary>
    public Payload(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _ = formattedCount;
        _buffer = new FrameBuffer();
    }

    /// <summary>What was written for many.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer!.UnsentSpan;

    public void AppendLiteral(string text) => _buffer!.Append(text);

    public void AppendFormatted(string text) => _buffer!.Append(text);

    public void AppendFormatted(ReadOnlySpan<byte> bytes) => _buffer!.Append(bytes);

    public void AppendFormatted(ReadOnlyMemory<byte> bytes) => _buffer!.Append(bytes.Span);

    /// <summary>A file as hits and rows tell of it: "path" token size bitrate frequency duration.</summary>
    public void AppendFormatted(SharedFile file)
    {
        AppendLiteral("\"");
        AppendFormatted(file.Path);
        AppendLiteral("\" ");
        AppendFormatted(file.Token);
        foreach (var number in (ReadOnlySpan<long>)[file.Size, file.Bitrate, file.Frequency, file.Duration])
        {
            AppendLiteral(" ");
            AppendFormatted(number);
        }
    }

    public void AppendFormatted(long number) => _buffer!.Append(number);
}
