using System.Buffers;
using System.Net;
using System.Text;
using Shoal.Bencoding;
using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Extensions;

/// <summary>BEP 10: the message in which both sides tell their extensions, name and limits.</summary>
internal static class ExtensionHandshake
{
    /// <summary>A name longer than this is cut: it is shown to people.</summary>
    private const int NameLength = 40;

    /// <summary>The message with its id. <paramref name="metadataLength"/>: of the info dictionary that we can give; 0 before we have it.</summary>
    public static byte[] Ours(SwarmContext context, Endpoint remote, int metadataLength)
    {
        var output = new ArrayBufferWriter<byte>();
        output.GetSpan(1)[0] = ExtensionIds.Handshake;
        output.Advance(1);
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        writer.WriteKey("m"u8);
        writer.WriteStartDictionary();
        writer.Write("ut_metadata"u8, ExtensionIds.Metadata);
        writer.WriteEnd();
        if (metadataLength > 0)
        {
            writer.Write("metadata_size"u8, metadataLength);
        }

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

    /// <summary>Takes what a peer tells; false for a broken one, which is passed over.</summary>
    /// <param name="bencoded">The message without its id.</param>
    /// <param name="theirs">What the peer told before; what it tells now is added.</param>
    public static bool TryTake(ReadOnlySpan<byte> bencoded, TheirExtensions theirs)
    {
        if (bencoded.Length > Limits.ExtensionHandshake || !BencodeDocument.TryParse(bencoded.ToArray(), BencodeOptions.Lenient, out var document, out _))
        {
            return false;
        }

        var root = document.Root;
        TakeIds(root["m"u8], theirs);
        if (root["reqq"u8].TryGetInteger(out var requests) && requests > 0)
        {
            theirs.Requests = (int)Math.Min(requests, Shoal.Peers.RequestLimits.Outstanding);
        }

        if (root["v"u8].TryGetBytes(out var name) && !name.IsEmpty)
        {
            theirs.ClientName = Printable(name);
        }

        if (root["p"u8].TryGetInteger(out var port) && port is > 0 and <= ushort.MaxValue)
        {
            theirs.ListenPort = (ushort)port;
        }

        if (root["yourip"u8].TryGetBytes(out var address) && address.Length is 4 or 16)
        {
            theirs.OurAddress = new IPAddress(address);
        }

        if (root["metadata_size"u8].TryGetInteger(out var length))
        {
            theirs.MetadataLength = length is > 0 and <= Limits.MetadataLength ? (int)length : 0;
        }

        return true;
    }

    /// <summary>An id of 0 takes an extension back; one that is not named stays as it was.</summary>
    private static void TakeIds(BencodeValue ids, TheirExtensions theirs)
    {
        if (IdOf(ids, "ut_metadata"u8) is { } metadata)
        {
            theirs.MetadataId = metadata;
        }
    }

    private static byte? IdOf(BencodeValue ids, ReadOnlySpan<byte> name) =>
        ids[name].TryGetInteger(out var id) && id is >= 0 and <= byte.MaxValue ? (byte)id : null;

    private static string Printable(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, NameLength)]);
        return string.Concat(text.Where(static c => !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format));
    }
}
