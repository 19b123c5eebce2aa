using System.Text;
using Shoal.Runtime;

namespace Shoal.Trackers.Messages.Udp;

/// <summary>A refusal over UDP (BEP 15), both ends.</summary>
public static class UdpError
{
    /// <summary>Writes a refusal; returns its length. The text is cut where the room ends.</summary>
    public static int Write(Span<byte> destination, uint transactionId, string text)
    {
        var written = new UdpReplyHeader(UdpAction.Error, transactionId).Write(destination);
        Encoding.UTF8.GetEncoder().Convert(text, destination[written..], flush: true, out _, out var bytes, out _);
        return written + bytes;
    }

    /// <summary>The same with a text that is UTF-8 already and fits.</summary>
    public static int Write(Span<byte> destination, uint transactionId, ReadOnlySpan<byte> text)
    {
        var written = new UdpReplyHeader(UdpAction.Error, transactionId).Write(destination);
        text.CopyTo(destination[written..]);
        return written + text.Length;
    }

    /// <summary>The text of a refusal behind its header, which the caller has checked: printable and cut, a sentence even where there is none.</summary>
    public static string Read(ReadOnlySpan<byte> packet) =>
        (packet.Length <= UdpReplyHeader.Length ? null : ShownText.Of(packet[UdpReplyHeader.Length..], Limits.TextLength)) ?? "the tracker refused and gave no reason";
}
