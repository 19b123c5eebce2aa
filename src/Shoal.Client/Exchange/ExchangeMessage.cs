using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Shoal.Bencoding;
using Shoal.Runtime;

namespace Shoal.Client.Exchange;

/// <summary>BEP 11's message: who joined and who left the teller since its last.</summary>
/// <param name="Added">Both families.</param>
/// <param name="Dropped">Both families.</param>
internal sealed record ExchangeMessage(IReadOnlyList<Contact> Added, IReadOnlyList<Endpoint> Dropped)
{
    private const int IPv4 = CompactEndpoint.LengthV4;
    private const int IPv6 = CompactEndpoint.LengthV6;

    /// <summary>The dictionary, without an extension id.</summary>
    public byte[] ToBytes()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new BencodeWriter(output);
        writer.WriteStartDictionary();
        WriteAdded(writer, "added"u8, "added.f"u8, IPv4);
        WriteAdded(writer, "added6"u8, "added6.f"u8, IPv6);
        WriteEndpoints(writer, "dropped"u8, Dropped, IPv4);
        WriteEndpoints(writer, "dropped6"u8, Dropped, IPv6);
        writer.WriteEnd();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a dictionary, of which so many contacts count; false with a reason for what is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bencoded, int most, [NotNullWhen(true)] out ExchangeMessage? message, [NotNullWhen(false)] out string? reason)
    {
        message = null;
        if (bencoded.Length > Limits.ExchangeMessage)
        {
            reason = "is too long";
            return false;
        }

        if (!BencodeDocument.TryParse(bencoded.ToArray(), BencodeOptions.Lenient, out var document, out _) || document.Root.Kind != BencodeKind.Dictionary)
        {
            reason = "is no bencoded dictionary";
            return false;
        }

        var root = document.Root;
        var (added, dropped) = (new List<Contact>(), new List<Endpoint>());
        var isWhole = TryReadAdded(root["added"u8], root["added.f"u8], IPv4, most, added) && TryReadAdded(root["added6"u8], root["added6.f"u8], IPv6, most, added)
            && TryReadDropped(root["dropped"u8], IPv4, most, dropped) && TryReadDropped(root["dropped6"u8], IPv6, most, dropped);
        reason = isWhole ? null : "holds part of a contact";
        message = isWhole ? new ExchangeMessage(added, dropped) : null;
        return isWhole;
    }

    /// <summary>Flags count where there is one for each contact.</summary>
    private static bool TryReadAdded(BencodeValue contacts, BencodeValue flags, int length, int most, List<Contact> into)
    {
        var bytes = contacts.AsBytes;
        var count = bytes.Length / length;
        var known = flags.AsBytes.Length == count ? flags.AsBytes : default;
        for (var i = 0; i < count && into.Count < most; i++)
        {
            into.Add(new Contact(CompactEndpoint.Read(bytes.Slice(i * length, length)), known.IsEmpty ? ExchangeFlags.None : (ExchangeFlags)known[i]));
        }

        return bytes.Length % length == 0;
    }

    private static bool TryReadDropped(BencodeValue contacts, int length, int most, List<Endpoint> into)
    {
        var bytes = contacts.AsBytes;
        for (var i = 0; i < bytes.Length / length && into.Count < most; i++)
        {
            into.Add(CompactEndpoint.Read(bytes.Slice(i * length, length)));
        }

        return bytes.Length % length == 0;
    }

    private void WriteAdded(BencodeWriter writer, ReadOnlySpan<byte> key, ReadOnlySpan<byte> flagsKey, int length)
    {
        var family = Added.Where(contact => contact.Endpoint.IsIPv4 == (length == IPv4)).ToArray();
        if (family.Length > 0)
        {
            WriteEndpoints(writer, key, family.Select(contact => contact.Endpoint), length);
            writer.Write(flagsKey, [.. family.Select(contact => (byte)contact.Flags)]);
        }
    }

    private static void WriteEndpoints(BencodeWriter writer, ReadOnlySpan<byte> key, IEnumerable<Endpoint> endpoints, int length)
    {
        var bytes = new List<byte>();
        Span<byte> entry = stackalloc byte[IPv6];
        foreach (var endpoint in endpoints.Where(endpoint => endpoint.IsIPv4 == (length == IPv4)))
        {
            bytes.AddRange(entry[..CompactEndpoint.Write(entry, endpoint)]);
        }

        if (bytes.Count > 0)
        {
            writer.Write(key, bytes.ToArray());
        }
    }
}
