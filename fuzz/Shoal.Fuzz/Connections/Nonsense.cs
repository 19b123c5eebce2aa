using System.Buffers.Binary;
using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Client.Extensions;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Peers.Tests;

namespace Shoal.Fuzz.Connections;

/// <summary>Makes messages that are well formed and mean nothing, as the script chooses. A wild one also names what is not there.</summary>
internal sealed class Nonsense(SampleTorrent torrent, bool isWild)
{
    private const int Block = 16 * 1024;

    private static readonly int[] Odd = [-1, int.MinValue, int.MaxValue, 1 << 24, 0x00ffffff];

    /// <summary>Any message, most often one that keeps a conversation going.</summary>
    public void SayAny(Intruder intruder, ref Script script)
    {
        switch (script.Below(24))
        {
            case 0:
                intruder.Say(MessageKind.Choke, []);
                break;
            case 1:
            case 2:
                intruder.Say(MessageKind.Unchoke, []);
                break;
            case 3:
                intruder.Say(MessageKind.Interested, []);
                break;
            case 4:
                intruder.Say(MessageKind.NotInterested, []);
                break;
            case 5:
            case 6:
                intruder.Say(MessageKind.Have, Wires.Number(Piece(ref script)));
                break;
            case 7:
                SayWhatItHas(intruder, ref script);
                break;
            case 8:
            case 9:
            case 10:
                intruder.Say(MessageKind.Request, Payload(Request(ref script)));
                break;
            case 11:
                intruder.Say(MessageKind.Cancel, Payload(Request(ref script)));
                break;
            case 12:
                intruder.Say(MessageKind.Reject, Payload(Request(ref script)));
                break;
            case 13:
                intruder.Say(script.Of<MessageKind>([MessageKind.AllowedFast, MessageKind.Suggest]), Wires.Number(Piece(ref script)));
                break;
            case 14:
                SayPiece(intruder, Request(ref script), lie: script.Next());
                break;
            case 15:
                intruder.Say(MessageKind.Extended, [0, .. Introduction(ref script)]);
                break;
            case 16:
                SayMetadata(intruder, ref script);
                break;
            case 17:
                intruder.Say(MessageKind.Extended, [ExtensionIds.Exchange, .. Gossip(ref script)]);
                break;
            case 18:
                intruder.Say(MessageKind.Extended, [ExtensionIds.DontHave, .. Wires.Number(Piece(ref script))]);
                break;
            case 19:
                intruder.Say(MessageKind.Extended, [ExtensionIds.UploadOnly, (byte)script.Below(2)]);
                break;
            case 20:
            case 21:
                intruder.Say(script.Of<MessageKind>([MessageKind.HashRequest, MessageKind.HashRequest, MessageKind.HashReject]), Payload(Hashes(ref script)));
                break;
            case 22:
                var named = Hashes(ref script);
                intruder.Say(MessageKind.Hashes, [.. Payload(named), .. torrent.HashesFor(named) ?? new byte[32 * script.Below(8)]]);
                break;
            default:
                SayOther(intruder, ref script);
                break;
        }
    }

    /// <summary>Gives what the engine asked for, right or wrong.</summary>
    public void Answer(Intruder intruder, ref Script script, bool lie)
    {
        var asks = intruder.Heard;
        if (asks.Metadata.Count > 0)
        {
            var piece = asks.Metadata[0];
            asks.Metadata.RemoveAt(0);
            SayMetadataPiece(intruder, piece, lie ? (byte)(1 | script.Next()) : (byte)0);
        }
        else if (asks.Hashes.Count > 0)
        {
            var asked = asks.Hashes[0];
            asks.Hashes.RemoveAt(0);
            var hashes = torrent.HashesFor(asked)!;
            hashes[script.Next() % hashes.Length] ^= (byte)(lie ? 0x10 : 0);
            intruder.Say(MessageKind.Hashes, [.. Payload(asked), .. hashes]);
        }

        for (var left = Math.Min(asks.Blocks.Count, 1 + script.Below(12)); left > 0; left--)
        {
            var at = script.Below(4) == 0 ? script.Below(asks.Blocks.Count) : 0;
            var block = asks.Blocks[at];
            asks.Blocks.RemoveAt(at);
            SayPiece(intruder, block, lie && left == 1 ? (byte)(1 | script.Next()) : (byte)0);
        }
    }

    /// <summary>The 68 bytes with which it comes.</summary>
    public Handshake Handshake(ref Script script, byte id)
    {
        var flags = script.Next();
        var hashes = torrent.Metainfo.InfoHashes;
        var hash = hashes.V2Truncated is { } v2 && (flags & 8) != 0 ? v2 : hashes.Primary;
        return new Handshake(hash, Engine.IdOf(id), Fast: (flags & 3) != 0, Extended: (flags & 0x30) != 0, V2: (flags & 0x40) != 0);
    }

    private static byte[] Payload(in BlockRequest block) => [.. Wires.Number(block.Piece.Value), .. Wires.Number(block.Begin), .. Wires.Number(block.Length)];

    private static byte[] Payload(in HashRequest request)
    {
        var payload = new byte[HashRequest.PayloadLength];
        request.Write(payload);
        return payload;
    }

    private int Piece(ref Script script)
    {
        var choice = script.Next();
        return isWild && choice >= 250 ? choice == 250 ? torrent.PieceCount : Odd[choice - 251] : choice % torrent.PieceCount;
    }

    private BlockRequest Request(ref Script script)
    {
        var piece = new PieceIndex(Piece(ref script));
        var choice = script.Next();
        if (isWild && choice >= 250)
        {
            return new BlockRequest(piece, Odd[script.Below(Odd.Length)], script.Of([Block, 0, -1, Block + 1]));
        }

        var length = piece.Value >= 0 && piece.Value < torrent.PieceCount ? torrent.Metainfo.Layout.LengthOf(piece) : Block;
        var begin = choice % ((length + Block - 1) / Block) * Block;
        var most = Math.Min(Block, length - begin);
        return new BlockRequest(piece, begin, choice < 200 ? most : 1 + choice * 50 % most);
    }

    private void SayPiece(Intruder intruder, in BlockRequest block, byte lie)
    {
        if (block.Length is < 0 or > Block || block.Begin < 0 || block.Piece.Value < 0 || block.Piece.Value >= torrent.PieceCount || (long)block.Begin + block.Length > torrent.Metainfo.Layout.PieceLength)
        {
            return;
        }

        byte[] payload = [.. Wires.Number(block.Piece.Value), .. Wires.Number(block.Begin), .. torrent.BytesOf(block.Piece, block.Begin, block.Length)];
        payload[^1] ^= lie;
        intruder.Say(MessageKind.Piece, payload);
    }

    private void SayWhatItHas(Intruder intruder, ref Script script)
    {
        var choice = script.Below(8);
        if (choice < 3)
        {
            intruder.Say(choice < 2 ? MessageKind.HaveAll : MessageKind.HaveNone, []);
            return;
        }

        var bits = script.Take((torrent.PieceCount + 7) / 8).ToArray();
        Array.Resize(ref bits, ((torrent.PieceCount + 7) / 8) + (isWild && choice == 3 ? 1 : 0));
        if (!isWild || choice != 4)
        {
            Storage.Bits.ClearSpare(bits, torrent.PieceCount);
        }

        intruder.Say(MessageKind.Bitfield, bits);
    }

    private byte[] Introduction(ref Script script)
    {
        var flags = script.Next();
        var ids = new List<KeyValuePair<byte[], object>>();
        foreach (var name in (string[])["lt_donthave", "upload_only", "ut_metadata", "ut_pex"])
        {
            if (script.Below(4) is not 0 and var id)
            {
                ids.Add(new(Encoding.ASCII.GetBytes(name), (System.Numerics.BigInteger)(id == 3 ? script.Next() : id + ids.Count)));
            }
        }

        var root = new List<KeyValuePair<byte[], object>> { new("m"u8.ToArray(), ids) };
        Add(root, "metadata_size", (flags & 1) != 0 ? (flags & 2) != 0 ? torrent.Info.Length : script.Below(65536) : null);
        Add(root, "p", (flags & 4) != 0 ? 7000 + script.Below(4) : null);
        Add(root, "reqq", (flags & 8) != 0 ? script.Below(4000) : null);
        Add(root, "upload_only", (flags & 16) != 0 ? script.Below(2) : null);
        if ((flags & 32) != 0)
        {
            root.Add(new("yourip"u8.ToArray(), script.Take(4).ToArray()));
        }

        return NaiveBencode.Encode(root);
    }

    private static void Add(List<KeyValuePair<byte[], object>> to, string key, int? value)
    {
        if (value is { } number)
        {
            to.Add(new(Encoding.ASCII.GetBytes(key), (System.Numerics.BigInteger)number));
        }
    }

    private void SayMetadata(Intruder intruder, ref Script script)
    {
        var (type, piece) = (script.Below(3), script.Below(8) == 0 ? script.Below(3000) : 0);
        if (type == 1)
        {
            SayMetadataPiece(intruder, piece, script.Next());
        }
        else
        {
            intruder.Say(MessageKind.Extended, [ExtensionIds.Metadata, .. Encoding.ASCII.GetBytes($"d8:msg_typei{type}e5:piecei{piece}ee")]);
        }
    }

    private void SayMetadataPiece(Intruder intruder, int piece, byte lie)
    {
        var info = torrent.Info;
        var data = info.AsSpan(Math.Min(info.Length, piece * Block)).ToArray();
        data = data[..Math.Min(Block, data.Length)];
        if (data.Length > 0)
        {
            data[lie % data.Length] ^= lie;
        }

        intruder.Say(MessageKind.Extended, [ExtensionIds.Metadata, .. Encoding.ASCII.GetBytes($"d8:msg_typei1e5:piecei{piece}e10:total_sizei{info.Length}ee"), .. data]);
    }

    /// <summary>Strangers of the wide world, and now and then doors of other intruders.</summary>
    private static byte[] Gossip(ref Script script)
    {
        var added = new List<byte>();
        for (var left = script.Below(8); left > 0; left--)
        {
            added.AddRange(script.Below(3) == 0 ? World.DoorOf(script.Next()) : [45, script.Next(), script.Next(), 1, (byte)(4 + script.Below(9)), 1]);
        }

        return NaiveBencode.Encode(new List<KeyValuePair<byte[], object>>
        {
            new("added"u8.ToArray(), added.ToArray()), new("added.f"u8.ToArray(), new byte[added.Count / 6]), new("dropped"u8.ToArray(), added.Take(6 * script.Below(2)).ToArray()),
        });
    }

    private HashRequest Hashes(ref Script script)
    {
        var root = torrent.Roots[script.Below(torrent.Roots.Count)];
        var (layer, length) = (script.Below(4), 1 << script.Below(isWild ? 12 : 5));
        return isWild && script.Below(8) == 0
            ? new HashRequest(root, Odd[script.Below(Odd.Length)], script.Next(), Odd[script.Below(Odd.Length)], script.Below(64))
            : new HashRequest(root, layer, length * script.Below(4), length, script.Below(6));
    }

    private void SayOther(Intruder intruder, ref Script script)
    {
        var choice = script.Below(8);
        if (isWild && choice < 2)
        {
            intruder.SayRaw(script.Take(1 + script.Below(40)));
        }
        else if (choice < 4)
        {
            intruder.Say(MessageKind.KeepAlive, []);
        }
        else if (choice < 6)
        {
            intruder.Say(MessageKind.Port, [script.Next(), script.Next()]);
        }
        else
        {
            // Ids that nobody has given a meaning.
            intruder.Say((MessageKind)(choice == 6 ? 10 : 99), script.Take(script.Below(64)));
        }
    }
}
