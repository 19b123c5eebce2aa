using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Shoal.Bencoding.Oracle;
using Shoal.Client.Extensions;
using Shoal.Client.Metadata;
using Shoal.Metainfo;
using Shoal.Peers.Messages;
using Shoal.Storage;

namespace Shoal.Fuzz.Connections;

/// <summary>What one intruder has said in well-formed messages: what the engine may answer, and what it may ask.</summary>
internal sealed class Told(SampleTorrent torrent)
{
    private readonly Dictionary<BlockRequest, int> _blocks = [];
    private readonly Dictionary<HashRequest, int> _hashes = [];

    /// <summary>It sent bytes that are no message of its, so what the engine heard is not known.</summary>
    public bool IsUnknown { get; set; }

    /// <summary>Pieces that it ever claimed.</summary>
    public HashSet<int> Claimed { get; } = [];

    /// <summary>Interested, not interested and choke messages: the engine may answer each by a choke or an unchoke, or by asking again.</summary>
    public int Turns { get; private set; }

    /// <summary>Messages that change what the engine wants of it.</summary>
    public int Changes { get; private set; }

    /// <summary>It unchoked or granted a piece.</summary>
    public bool MayBeAsked { get; private set; }

    /// <summary>Blocks and rejects that it sent.</summary>
    public int Answers { get; private set; }

    public int MetadataRequests { get; private set; }

    /// <summary>Ids by which it ever said that it takes extension messages.</summary>
    public HashSet<(string Name, int Id)> ExtensionIds { get; } = [];

    /// <summary>Requests that have no answer yet.</summary>
    public int OpenBlocks => _blocks.Values.Sum();

    public bool TakeBlock(in BlockRequest request) => Take(_blocks, request);

    public bool TakeHashes(in HashRequest request) => Take(_hashes, request);

    public void Note(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        switch (kind)
        {
            case MessageKind.Choke:
            case MessageKind.Interested:
            case MessageKind.NotInterested:
                Turns++;
                break;
            case MessageKind.Unchoke:
                Turns++;
                MayBeAsked = true;
                break;
            case MessageKind.Have:
                Claim(BinaryPrimitives.ReadInt32BigEndian(payload));
                break;
            case MessageKind.AllowedFast:
                MayBeAsked = true;
                break;
            case MessageKind.HaveAll:
                NoteBits(default, all: true);
                break;
            case MessageKind.Bitfield:
                NoteBits(payload, all: false);
                break;
            case MessageKind.Request:
                CollectionsMarshal.GetValueRefOrAddDefault(_blocks, new PeerMessage(kind, payload).Block, out _)++;
                break;
            case MessageKind.Piece:
            case MessageKind.Reject:
                Answers++;
                break;
            case MessageKind.HashRequest:
                CollectionsMarshal.GetValueRefOrAddDefault(_hashes, HashRequest.Read(payload), out _)++;
                break;
            case MessageKind.Extended:
                NoteExtended(payload);
                break;
            default:
                break;
        }
    }

    private void Claim(int piece)
    {
        Changes++;
        Claimed.Add(piece);
    }

    private void NoteBits(ReadOnlySpan<byte> bits, bool all)
    {
        Changes++;
        for (var i = 0; i < torrent.PieceCount; i++)
        {
            if (all || (i < 8 * bits.Length && Bits.Get(bits, i)))
            {
                Claimed.Add(i);
            }
        }
    }

    private void NoteExtended(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return;
        }

        Changes++;
        if (payload[0] == Client.Extensions.ExtensionIds.Metadata)
        {
            MetadataRequests++;
        }
        else if (payload[0] == 0 && NaiveBencode.Decode(payload[1..].ToArray(), strict: false, 32)?.Value is List<KeyValuePair<byte[], object>> root
            && root.Find(static p => p.Key.AsSpan().SequenceEqual("m"u8)).Value is List<KeyValuePair<byte[], object>> ids)
        {
            foreach (var (name, id) in ids)
            {
                if (id is BigInteger number && number > 0 && number < 256)
                {
                    ExtensionIds.Add((System.Text.Encoding.ASCII.GetString(name), (int)number));
                }
            }
        }
    }

    private static bool Take<T>(Dictionary<T, int> counts, in T key)
        where T : notnull
    {
        ref var count = ref CollectionsMarshal.GetValueRefOrNullRef(counts, key);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count) || count == 0)
        {
            return false;
        }

        count--;
        return true;
    }
}
