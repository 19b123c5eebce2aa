using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Shoal.Bencoding.Oracle;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Runtime;
using Shoal.Storage;

namespace Shoal.Fuzz.Connections;

/// <summary>
/// Judges every byte that an engine sends to an intruder by what the intruder said and by the torrent itself: each answer was asked for and comes once,
/// each block and hash is right, nothing is claimed that is not here, and nothing is asked for that was not offered.
/// </summary>
internal sealed class Hearing(Told told, SampleTorrent torrent, Engine engine, HandLoop loop, Handshake ours)
{
    private const int Block = 16 * 1024;

    /// <summary>Messages that only time can bring: choke rounds, keep-alives, gossip.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(9);

    private readonly ByteQueue _bytes = new();
    private readonly Dictionary<BlockRequest, int> _asked = [];
    private readonly HashSet<int> _announced = [];
    private readonly TimeSpan _begunAt = loop.Now;
    private bool _hasHandshake;
    private bool _isChoked = true;
    private bool _isInteresting;
    private bool _hasSaidWhatItHas;
    private int _flips;
    private int _interests;
    private int _requests;
    private int _hashRequests;
    private int _metadataAnswers;
    private int _introductions;
    private int _granted;
    private int _gossip;
    private int _keepAlives;

    public Asks Asks { get; } = new();

    private int Rounds => 2 + (int)((loop.Now - _begunAt) / Round);

    public void Take(ReadOnlySpan<byte> bytes)
    {
        _bytes.Put(bytes);
        while (_hasHandshake ? TryMessage() : TryHandshake())
        {
        }
    }

    private static void Require(bool holds, string what) => FuzzTarget.Require(holds, "to an intruder: " + what);

    private bool TryHandshake()
    {
        if (_bytes.Count < Handshake.Length)
        {
            return false;
        }

        Require(Handshake.TryRead(_bytes.All[..Handshake.Length], out var theirs) && theirs.PeerId == engine.Id && torrent.Metainfo.InfoHashes.Matches(theirs.InfoHash), "a handshake that is none");
        _bytes.Skip(Handshake.Length);
        return _hasHandshake = true;
    }

    private bool TryMessage()
    {
        var bytes = _bytes.All;
        if (bytes.Length < 4 || bytes.Length - 4 < BinaryPrimitives.ReadInt32BigEndian(bytes))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        Require(length is >= 0 and <= 1024 * 1024, $"a message of {length} bytes");
        if (length == 0)
        {
            Require(++_keepAlives <= Rounds, "too many keep-alives");
        }
        else
        {
            var kind = (MessageKind)bytes[4];
            Require(IsPossible(kind, length - 1), $"a {kind} of {length} bytes");
            OnMessage(kind, bytes.Slice(5, length - 1));
        }

        _bytes.Skip(4 + length);
        return true;
    }

    /// <summary>BEP 3, 6, 10 and 52, in their own figures.</summary>
    private static bool IsPossible(MessageKind kind, int length) => (int)kind switch
    {
        >= 0 and <= 3 or 14 or 15 => length == 0,
        4 or 17 => length == 4,
        5 => length > 0,
        6 or 8 or 16 => length == 12,
        7 => length is > 8 and <= 8 + Block,
        20 => length > 0,
        21 or 23 => length == 48,
        22 => length > 48 && length % 32 == 16,
        _ => false,
    };

    private void OnMessage(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        var message = new PeerMessage(kind, payload);
        switch (kind)
        {
            case MessageKind.Choke:
            case MessageKind.Unchoke:
                Require(_isChoked == (kind == MessageKind.Unchoke), $"{kind} for the second time");
                Require(++_flips <= 2 * Rounds + 2 * told.Turns || told.IsUnknown, "it is choked and unchoked without end");
                _isChoked = !_isChoked;
                break;
            case MessageKind.Interested:
            case MessageKind.NotInterested:
                Require(_isInteresting == (kind == MessageKind.NotInterested), $"{kind} for the second time");
                Require(++_interests <= 2 + told.Changes + torrent.PieceCount || told.IsUnknown, "interest comes and goes without end");
                _isInteresting = !_isInteresting;
                break;
            case MessageKind.Have:
                Require(IsHere(message.Piece), $"piece {message.Piece} is announced and not here");
                Require(_announced.Add(message.Piece.Value), $"piece {message.Piece} is announced twice");
                _hasSaidWhatItHas = true;
                break;
            case MessageKind.Bitfield:
            case MessageKind.HaveAll:
            case MessageKind.HaveNone:
                OnWhatItHas(kind, payload);
                break;
            case MessageKind.Request:
                OnRequest(message.Block);
                break;
            case MessageKind.Cancel:
                Require(_asked.GetValueOrDefault(message.Block) > 0, $"a cancel of {message.Block}, which was not asked for");
                _asked[message.Block]--;
                Asks.Blocks.Remove(message.Block);
                break;
            case MessageKind.Piece:
                OnPiece(payload);
                break;
            case MessageKind.Reject:
                Require(ours.Fast && (told.TakeBlock(message.Block) || told.IsUnknown), $"a reject of {message.Block}, which has no request without an answer");
                break;
            case MessageKind.AllowedFast:
                Require(ours.Fast && IsHere(message.Piece) && ++_granted <= torrent.PieceCount, $"a grant of piece {message.Piece}");
                break;
            case MessageKind.Extended:
                Require(ours.Extended && !payload.IsEmpty, "an extension message to one without extensions");
                OnExtended(payload[0], payload[1..]);
                break;
            case MessageKind.HashRequest:
                Require(torrent.HashesFor(message.HashRequest) is not null && ++_hashRequests <= 64 + 8 * (Rounds + told.Changes + told.Turns), $"asks for {message.HashRequest}");
                Asks.Hashes.Add(message.HashRequest);
                break;
            case MessageKind.Hashes:
                Require(told.TakeHashes(message.HashRequest) || told.IsUnknown, $"hashes for {message.HashRequest}, which has no request without an answer");
                Require(torrent.HashesFor(message.HashRequest) is { } right && message.Hashes.SequenceEqual(right), $"wrong hashes for {message.HashRequest}");
                break;
            case MessageKind.HashReject:
                Require(told.TakeHashes(message.HashRequest) || told.IsUnknown, $"a reject of {message.HashRequest}, which has no request without an answer");
                break;
            default:
                Require(false, $"a {kind}, which nobody sends");
                break;
        }
    }

    private void OnWhatItHas(MessageKind kind, ReadOnlySpan<byte> bits)
    {
        Require(!_hasSaidWhatItHas && (kind == MessageKind.Bitfield || ours.Fast), $"{kind} where it may not be");
        Require(kind != MessageKind.Bitfield || bits.Length == Bits.BytesFor(torrent.PieceCount), "a bitfield of the wrong length");
        _hasSaidWhatItHas = true;
        for (var i = 0; i < torrent.PieceCount && kind != MessageKind.HaveNone; i++)
        {
            if (kind == MessageKind.HaveAll || Bits.Get(bits, i))
            {
                Require(IsHere(new PieceIndex(i)) && _announced.Add(i), $"piece {i} is claimed and not here");
            }
        }
    }

    private void OnRequest(in BlockRequest request)
    {
        var layout = torrent.Metainfo.Layout;
        Require(request.Piece.Value >= 0 && request.Piece.Value < torrent.PieceCount && request.Begin >= 0 && request.Begin % Block == 0
            && request.Length == Math.Min(Block, layout.DataLengthOf(request.Piece) - request.Begin), $"asks for {request}");
        Require(told.IsUnknown || (told.Claimed.Contains(request.Piece.Value) && told.MayBeAsked), $"asks for {request}, which was not offered");

        // A window to begin with for each time that it may have begun again, and one for each answer.
        Require(++_requests <= 2048 + 16 * (Rounds + told.Turns + told.Changes) + 2 * told.Answers || told.IsUnknown, "asks without end");
        CollectionsMarshal.GetValueRefOrAddDefault(_asked, request, out _)++;
        Asks.Blocks.Add(request);
    }

    private void OnPiece(ReadOnlySpan<byte> payload)
    {
        var request = new BlockRequest(new PieceIndex(BinaryPrimitives.ReadInt32BigEndian(payload)), BinaryPrimitives.ReadInt32BigEndian(payload[4..]), payload.Length - 8);
        Require(told.TakeBlock(request) || told.IsUnknown, $"block {request}, which has no request without an answer");
        Require(engine.Store.IsWritten(request.Piece) && torrent.BytesOf(request.Piece, request.Begin, request.Length).SequenceEqual(payload[8..]), $"block {request} holds other bytes");
    }

    private void OnExtended(int id, ReadOnlySpan<byte> payload)
    {
        var decoded = NaiveBencode.Decode(payload.ToArray(), strict: false, 16);
        var dictionary = decoded?.Value as List<KeyValuePair<byte[], object>>;
        if (id == 0)
        {
            Require(dictionary is not null && ++_introductions <= 2, "an extension handshake that is none, or one too many");
            return;
        }

        var names = told.ExtensionIds.Where(known => known.Id == id).Select(static known => known.Name).ToArray();
        Require(names.Length > 0 || told.IsUnknown, $"an extension message {id} that it never offered to take");
        if (dictionary is null)
        {
            Require(payload.Length == 1 && (names.Contains("upload_only") || told.IsUnknown), "an extension message that says nothing");
        }
        else if (dictionary.Find(static p => p.Key.AsSpan().SequenceEqual("msg_type"u8)).Value is BigInteger type)
        {
            OnMetadata((int)type, (int)(BigInteger)dictionary.Find(static p => p.Key.AsSpan().SequenceEqual("piece"u8)).Value, payload[decoded!.Value.Used..]);
        }
        else
        {
            Require(!torrent.Metainfo.IsPrivate && ++_gossip <= 1 + Rounds / 6 + 1, "gossip too often, or of a private torrent");
        }
    }

    private void OnMetadata(int type, int piece, ReadOnlySpan<byte> data)
    {
        if (type == 0)
        {
            Require(engine.Lobby is not null || Asks.Metadata.Count < 4096, "asks for metadata that it has");
            Asks.Metadata.Add(piece);
            return;
        }

        Require(++_metadataAnswers <= told.MetadataRequests || told.IsUnknown, "metadata that was not asked for");
        var info = torrent.Info;
        Require(type == 2 || data.SequenceEqual(info.AsSpan(piece * Block, Math.Min(Block, info.Length - piece * Block))), "wrong metadata");
    }

    private bool IsHere(PieceIndex piece) => piece.Value >= 0 && piece.Value < torrent.PieceCount && engine.Store.IsWritten(piece);
}
