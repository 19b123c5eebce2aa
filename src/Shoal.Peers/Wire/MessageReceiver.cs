using System.Buffers.Binary;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Messages;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Peers.Wire;

/// <summary>
/// Turns arriving bytes into messages. Blocks usually come in the order asked for, so the kernel is aimed at their final places;
/// whatever else arrives is gathered and parsed.
/// <code>
///   readv ─► [rest of block] [header|slot] [header|slot] …      headers as predicted: no byte is copied
///                            └ another header ─► gathered flat ─► Parse ─► messages, payload copied to its slot
/// </code>
/// A slot belongs to its request until its header was seen and its payload is whole: garbage in a wrongly aimed slot is never looked at.
/// </summary>
internal sealed unsafe class MessageReceiver(RequestQueue requests, ReceiveScratch scratch, BufferSlab slab, IPeerHandler handler)
{
    private const int LengthPrefix = 4;
    private const int PieceHeader = ReceiveScratch.HeaderLength;

    /// <summary>Who hears.</summary>
    public IPeerHandler Handler { get; set; } = handler;

    /// <summary>The block whose payload is arriving; no slot: it is unwanted and thrown away.</summary>
    private Outstanding _current;

    /// <summary>Payload bytes of the current block still to come; 0 between messages.</summary>
    private int _payloadLeft;

    /// <summary>The beginning of a message whose rest has not come; empty while a payload arrives.</summary>
    private byte[] _partial = [];
    private int _partialLength;

    /// <summary>Set when the owner closed during a callback: nothing more may be handed over.</summary>
    private bool _closed;

    /// <summary>Why the peer broke the protocol, once it did.</summary>
    public string? Violation { get; private set; }

    /// <summary>Payload bytes of piece messages received, wanted or not.</summary>
    public long PayloadReceived { get; private set; }

    /// <summary>All bytes received.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>One vectored read and all that follows from it. False: the stream ended or <see cref="Violation"/> says why.</summary>
    public bool Receive(ILink link)
    {
        Span<Outstanding> predicted = stackalloc Outstanding[Limits.ReceiveBatch];
        Span<IoRun> runs = stackalloc IoRun[2 * Limits.ReceiveBatch + 1];
        var count = 0;
        var discarding = _payloadLeft > 0 && _current.Slot.IsNone;
        if (_payloadLeft > 0 && !discarding)
        {
            runs[count++] = new IoRun(_current.Slot.Address + _current.Request.Length - _payloadLeft, _payloadLeft);
        }

        var aimed = discarding || _partialLength > 0 ? 0 : requests.Peek(predicted);
        for (var i = 0; i < aimed; i++)
        {
            runs[count++] = new IoRun(scratch.Headers + i * PieceHeader, PieceHeader);
            runs[count++] = new IoRun(predicted[i].Slot.Address, predicted[i].Request.Length);
        }

        if (count == 0)
        {
            runs[count++] = new IoRun(scratch.Flat, ReceiveScratch.FlatLength);
        }

        var got = link.Receive(runs[..count]);
        if (got <= 0)
        {
            return got == 0;
        }

        BytesReceived += got;
        if (runs[0].Address == scratch.Flat)
        {
            Parse(new ReadOnlySpan<byte>(scratch.Flat, got));
        }
        else
        {
            Accept(predicted[..aimed], got);
        }

        return Violation is null;
    }

    /// <summary>The wanted block whose payload is arriving; no slot where there is none.</summary>
    public Outstanding Current => _payloadLeft > 0 ? _current : default;

    /// <summary>Gives the slot of the arriving block back and throws away what still comes of it; false where it is another.</summary>
    public bool Abandon(in BlockRequest request)
    {
        if (Current.Slot.IsNone || _current.Request != request)
        {
            return false;
        }

        slab.Return(_current.Slot);
        _current = new Outstanding(request, default, default);
        return true;
    }

    /// <summary>Nothing is handed over any more.</summary>
    public void Close() => _closed = true;

    /// <summary>Goes through what an aimed read brought. Whole blocks are handed over only after the last slot was looked at: a handler may give slots away.</summary>
    private void Accept(ReadOnlySpan<Outstanding> predicted, int got)
    {
        Span<Outstanding> whole = stackalloc Outstanding[Limits.ReceiveBatch + 1];
        var wholeCount = 0;
        var left = got;
        if (_payloadLeft > 0)
        {
            left -= TakePayload(left, whole, ref wholeCount);
        }

        var next = 0;
        while (left >= PieceHeader && next < predicted.Length && HeaderIs(next, predicted[next].Request))
        {
            left -= PieceHeader;
            var known = requests.TryTake(predicted[next].Request, out _current);
            Invariant.Check(known && _current.Slot == predicted[next].Slot);
            _payloadLeft = _current.Request.Length;
            next++;
            left -= TakePayload(left, whole, ref wholeCount);
        }

        var flat = left == 0 ? default : Gather(predicted[next..], next, left);
        for (var i = 0; i < wholeCount; i++)
        {
            // Even where a handler has closed meanwhile: these blocks are here, and nobody else counts them.
            Handler.OnBlock(whole[i]);
        }

        Parse(flat);
    }

    private int TakePayload(int available, Span<Outstanding> whole, ref int wholeCount)
    {
        var take = Math.Min(available, _payloadLeft);
        _payloadLeft -= take;
        PayloadReceived += take;
        if (_payloadLeft == 0)
        {
            whole[wholeCount++] = _current;
            _current = default;
        }

        return take;
    }

    private bool HeaderIs(int index, in BlockRequest request)
    {
        var header = new ReadOnlySpan<byte>(scratch.Headers + index * PieceHeader, PieceHeader);
        return BinaryPrimitives.ReadInt32BigEndian(header) == PieceHeader - LengthPrefix + request.Length
            && header[LengthPrefix] == (byte)MessageKind.Piece
            && BinaryPrimitives.ReadInt32BigEndian(header[5..]) == request.Piece.Value
            && BinaryPrimitives.ReadInt32BigEndian(header[9..]) == request.Begin;
    }

    /// <summary>Copies bytes that landed in wrongly aimed places back into the order in which they came.</summary>
    private ReadOnlySpan<byte> Gather(ReadOnlySpan<Outstanding> aimed, int firstHeader, int length)
    {
        var flat = new Span<byte>(scratch.Flat, length);
        var at = 0;
        for (var i = 0; at < length; i++)
        {
            var header = Math.Min(PieceHeader, length - at);
            new ReadOnlySpan<byte>(scratch.Headers + (firstHeader + i) * PieceHeader, header).CopyTo(flat[at..]);
            at += header;
            var payload = Math.Min(aimed[i].Request.Length, length - at);
            new ReadOnlySpan<byte>(aimed[i].Slot.Address, payload).CopyTo(flat[at..]);
            at += payload;
        }

        return flat;
    }

    private void Parse(ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty && !_closed && Violation is null)
        {
            if (_payloadLeft > 0)
            {
                data = data[CopyPayload(data)..];
            }
            else if (_partialLength > 0)
            {
                data = data[Complete(data)..];
            }
            else if (WantOf(data) is var want && want <= data.Length)
            {
                Handle(data[..want]);
                data = data[want..];
            }
            else
            {
                Keep(data);
                return;
            }
        }
    }

    /// <summary>How many bytes from the message's first are needed before it can be handled: all of it, or a piece message's header.</summary>
    private int WantOf(ReadOnlySpan<byte> message)
    {
        if (message.Length < LengthPrefix)
        {
            return LengthPrefix;
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(message);
        if (length > Limits.MessageLength)
        {
            Violation = $"sent a message of {length} bytes";
            return 0;
        }

        return length > 0 && message.Length == LengthPrefix ? LengthPrefix + 1
            : length > 0 && message[LengthPrefix] == (byte)MessageKind.Piece ? PieceHeader
            : LengthPrefix + (int)length;
    }

    private void Keep(ReadOnlySpan<byte> data)
    {
        if (_partial.Length < _partialLength + data.Length)
        {
            Array.Resize(ref _partial, Math.Max(64, Math.Max(_partialLength + data.Length, _partial.Length * 2)));
        }

        data.CopyTo(_partial.AsSpan(_partialLength));
        _partialLength += data.Length;
    }

    /// <summary>Adds to the kept beginning as much as it needs; returns how much of the data that was.</summary>
    private int Complete(ReadOnlySpan<byte> data)
    {
        var want = WantOf(_partial.AsSpan(0, _partialLength));
        var take = Math.Clamp(want - _partialLength, 0, data.Length);
        Keep(data[..take]);
        var message = _partial.AsSpan(0, _partialLength);
        want = WantOf(message);
        if (Violation is null && want == message.Length)
        {
            _partialLength = 0;
            Handle(message);
            if (_partial.Length > Limits.BlockLength && _partialLength == 0)
            {
                _partial = [];
            }
        }

        return take;
    }

    private void Handle(ReadOnlySpan<byte> message)
    {
        if (Violation is not null)
        {
            return;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(message);
        if (length == 0)
        {
            Handler.OnMessage(new PeerMessage(MessageKind.KeepAlive, default));
            return;
        }

        var kind = (MessageKind)message[LengthPrefix];
        if (kind == MessageKind.Piece)
        {
            BeginPayload(message, length);
            return;
        }

        if (!PeerMessage.IsLengthAllowed(kind, length - 1))
        {
            Violation = $"sent a {kind} message of {length} bytes";
            return;
        }

        Handler.OnMessage(new PeerMessage(kind, message[(LengthPrefix + 1)..]));
    }

    private void BeginPayload(ReadOnlySpan<byte> header, int length)
    {
        var payload = length - (PieceHeader - LengthPrefix);
        if (payload is < 0 or > Limits.BlockLength)
        {
            Violation = $"sent a piece message of {length} bytes";
            return;
        }

        var block = new BlockRequest(
            new PieceIndex(BinaryPrimitives.ReadInt32BigEndian(header[5..])), BinaryPrimitives.ReadInt32BigEndian(header[9..]), payload);
        if (!requests.TryTake(block, out _current))
        {
            _current = new Outstanding(block, default, default);
            Handler.OnUnwantedBlock(block);
        }

        _payloadLeft = payload;
    }

    private int CopyPayload(ReadOnlySpan<byte> data)
    {
        var take = Math.Min(data.Length, _payloadLeft);
        if (!_current.Slot.IsNone)
        {
            data[..take].CopyTo(_current.Slot.Span[(_current.Request.Length - _payloadLeft)..]);
        }

        _payloadLeft -= take;
        PayloadReceived += take;
        if (_payloadLeft == 0 && !_current.Slot.IsNone)
        {
            var done = _current;
            _current = default;
            Handler.OnBlock(done);
        }

        return take;
    }
}
