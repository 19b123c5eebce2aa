using System.Buffers;
using System.Text;
using Shoal.Bencoding;
using Shoal.Runtime;

namespace Shoal.Client.Swarms;

/// <summary>BEP 10: the message in which both sides tell their extensions, name and limits.</summary>
internal static class ExtensionHandshake
{
    /// <summary>Extension id 0 is the handshake itself.</summary>
    private const byte Id = 0;

    /// <summary>A name longer than this is cut: it is shown to people.</summary>
    private const int NameLength = 40;

    /// <summary>The message with its id.</summary>
    public static byte[] Ours(SwarmContext context, Endpoint remote)
    {
        var output = new ArrayBufferWriter<byte>();
        output.GetSpan(1)[0] = Id;
        output.Advance(1);
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        writer.WriteKey("m"u8);
        writer.WriteStartDictionary();
        writer.WriteEnd();
        if (context.ListenPort > 0)
        {
            writer.Write("p"u8, context.ListenPort);
        }

        writer.Write("reqq"u8, Limits.IncomingRequests);
        writer.Write("v"u8, context.ClientName);
        Span<byte> address = stackalloc byte[16];
        writer.Write("yourip"u8, address[..remote.WriteAddress(address)]);
        writer.WriteEnd();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Takes what a peer tells; anything else than a handshake, or a broken one, is passed over.</summary>
    public static void Take(ReadOnlySpan<byte> payload, Peer peer)
    {
        if (payload.Length is < 2 or > Limits.ExtensionHandshake || payload[0] != Id
            || !BencodeDocument.TryParse(payload[1..].ToArray(), BencodeOptions.Lenient, out var document, out _))
        {
            return;
        }

        if (document.Root["reqq"u8].TryGetInteger(out var reqq) && reqq > 0)
        {
            peer.Window.Most = (int)Math.Min(reqq, Shoal.Peers.RequestLimits.Outstanding);
        }

        if (document.Root["v"u8].TryGetBytes(out var name) && !name.IsEmpty)
        {
            peer.ClientName = Printable(name);
        }
    }

    private static string Printable(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, NameLength)]);
        return string.Concat(text.Where(static c => !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format));
    }
}
