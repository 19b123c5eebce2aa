using System.Buffers;
using System.Net;
using Shoal.Bencoding;
using Shoal.Client.Swarms;
using Shoal.Runtime;

namespace Shoal.Client.Extensions;

/// <summary>BEP 10: the message in which both sides tell their extensions, name and limits.</summary>
internal static class ExtensionHandshake
{
    /// <summary>A name longer than this is cut: it is shown to people.</summary>
    private const int NameLength = 40;

    /// <summary>The message with its id.</summary>
    /// <param name="context">The swarm's surroundings.</param>
    /// <param name="remote">Whom it is for.</param>
    /// <param name="metadataLength">Of the info dictionary that we can give; 0 before we have it.</param>
    /// <param name="isPrivate">BEP 27: no peer exchange.</param>
    /// <param name="isUploadOnly">BEP 21: we want nothing.</param>
    public static byte[] Ours(SwarmContext context, Endpoint remote, int metadataLength, bool isPrivate = false, bool isUploadOnly = false)
    {
        var output = new ArrayBufferWriter<byte>();
        output.GetSpan(1)[0] = ExtensionIds.Handshake;
        output.Advance(1);
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        writer.WriteKey("m"u8);
        writer.WriteStartDictionary();
        writer.Write("lt_donthave"u8, ExtensionIds.DontHave);
        writer.Write("upload_only"u8, ExtensionIds.UploadOnly);
        writer.Write("ut_metadata"u8, ExtensionIds.Metadata);
        writer.Write("ut_pex"u8, isPrivate ? 0 : ExtensionIds.Exchange);
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
        if (isUploadOnly)
        {
            writer.Write("upload_only"u8, 1);
        }

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
            theirs.ClientName = ShownText.Of(name, NameLength);
        }

        if (root["p"u8].TryGetInteger(out var port) && port is > 0 and <= ushort.MaxValue)
        {
            theirs.ListenPort = (ushort)port;
        }

        if (root["yourip"u8].TryGetBytes(out var address) && address.Length is 4 or 16)
        {
            theirs.OurAddress = new IPAddress(address);
        }

        if (root["upload_only"u8].TryGetInteger(out var uploadOnly))
        {
            theirs.IsUploadOnly = uploadOnly != 0;
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

        if (IdOf(ids, "ut_pex"u8) is { } exchange)
        {
            theirs.ExchangeId = exchange;
        }

        if (IdOf(ids, "upload_only"u8) is { } uploadOnly)
        {
            theirs.UploadOnlyId = uploadOnly;
        }
    }

    private static byte? IdOf(BencodeValue ids, ReadOnlySpan<byte> name) =>
        ids[name].TryGetInteger(out var id) && id is >= 0 and <= byte.MaxValue ? (byte)id : null;
}
