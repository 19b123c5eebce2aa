using System.Buffers;
using Shoal.Bencoding;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Runtime;

namespace Shoal.Dht.Saving;

/// <summary>
/// What is kept of a client's nodes between runs, bencoded: the id by the address it was used at, and where others were, best first.
/// <code>d5:nodesld2:id20:…5:local6:…5:nodes&lt;6 or 18 bytes each&gt;eee</code>
/// </summary>
internal sealed class SavedTables
{
    private static readonly BencodeOptions Options = new() { Limits = new BencodeLimits(Depth: 4, Tokens: 1000, Limits.SavedLength) };

    private readonly List<(Endpoint Local, NodeId Id)> _ids = [];

    /// <summary>Where nodes were.</summary>
    public List<Endpoint> Contacts { get; } = [];

    /// <summary>Our id at an address; null where there was none.</summary>
    public NodeId? IdOf(Endpoint local)
    {
        foreach (var (known, id) in _ids)
        {
            if (known.WithPort(0) == local.WithPort(0))
            {
                return id;
            }
        }

        return null;
    }

    public static byte[] Write(IReadOnlyList<DhtNode> nodes)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new BencodeWriter(buffer);
        Span<byte> bytes = stackalloc byte[CompactNode.LengthV6];
        writer.WriteStartDictionary();
        writer.WriteKey("nodes"u8);
        writer.WriteStartList();
        foreach (var node in nodes)
        {
            writer.WriteStartDictionary();
            writer.WriteKey("id"u8);
            node.Id.Write(bytes);
            writer.WriteBytes(bytes[..NodeId.Length]);
            writer.WriteKey("local"u8);
            writer.WriteBytes(bytes[..CompactEndpoint.Write(bytes, node.Local)]);
            writer.WriteKey("nodes"u8);
            writer.WriteBytes(ContactsOf(node));
            writer.WriteEnd();
        }

        writer.WriteEnd();
        writer.WriteEnd();
        return buffer.WrittenSpan.ToArray();
    }

    public static SavedTables TryRead(byte[]? bytes)
    {
        var saved = new SavedTables();
        if (bytes is null || !BencodeDocument.TryParse(bytes, Options, out var document, out _))
        {
            return saved;
        }

        foreach (var node in document.Root["nodes"u8].Items)
        {
            saved.Add(node);
        }

        return saved;
    }

    private static byte[] ContactsOf(DhtNode node)
    {
        var rows = node.Table.Rows();
        var length = node.Local.IsIPv4 ? CompactEndpoint.LengthV4 : CompactEndpoint.LengthV6;
        var bytes = new byte[rows.Count * length];
        for (var i = 0; i < rows.Count; i++)
        {
            CompactEndpoint.Write(bytes.AsSpan(i * length), rows[i].Contact.Endpoint);
        }

        return bytes;
    }

    private void Add(BencodeValue node)
    {
        var local = node["local"u8].AsBytes;
        var id = node["id"u8].AsBytes;
        var contacts = node["nodes"u8].AsBytes;
        if (local.Length is not (CompactEndpoint.LengthV4 or CompactEndpoint.LengthV6) || id.Length != NodeId.Length || _ids.Count == Limits.SavedNodes)
        {
            return;
        }

        _ids.Add((CompactEndpoint.Read(local), new NodeId(id)));
        for (; contacts.Length >= local.Length; contacts = contacts[local.Length..])
        {
            var contact = CompactEndpoint.Read(contacts[..local.Length]);
            if (contact is { Port: not 0, IsWildcard: false })
            {
                Contacts.Add(contact);
            }
        }
    }
}
