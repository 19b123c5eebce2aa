using System.Buffers.Binary;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Peers;

/// <summary>
/// One connection after its handshake: reads messages, keeps the requests outstanding, sends. Lives on its torrent's loop.
/// Decides nothing; the handler does.
/// </summary>
public sealed class PeerConnection : ILinkHandler, IFlushable
{
    private readonly Loop _loop;
    private readonly ILink _link;
    private readonly BufferSlab _slab;
    private IPeerHandler _handler;
    private readonly MessageReceiver _receiver;
    private readonly MessageSender _sender;
    private bool _flushAsked;

    /// <summary>True while the link has told that it takes no more; it will report when it does.</summary>
    private bool _blocked;

    private bool _isSlow;
    private TimeSpan _sampleStart;
    private long _sampleBytes;

    /// <summary>Takes over a link whose handshake was exchanged.</summary>
    public PeerConnection(Loop loop, ILink link, in Handshake theirs, BufferSlab slab, ReceiveScratch scratch, IPeerHandler handler)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(link);
        _loop = loop;
        _link = link;
        _slab = slab;
        _handler = handler;
        Theirs = theirs;
        Requests = new RequestQueue();
        _receiver = new MessageReceiver(Requests, scratch, slab, handler);
        _sender = new MessageSender(slab);
        LastReceivedAt = LastSentAt = loop.Now;
    }

    /// <summary>What the other side said of itself.</summary>
    public Handshake Theirs { get; }

    /// <summary>The other end.</summary>
    public Endpoint Remote => _link.Remote;

    /// <summary>Requests of which no byte has come.</summary>
    public RequestQueue Requests { get; }

    /// <summary>Requests that wait for their blocks, the one that is arriving included.</summary>
    public int OutstandingCount => Requests.Count + (_receiver.Current.Slot.IsNone ? 0 : 1);

    /// <summary>Requests made in all.</summary>
    public long RequestsSent { get; private set; }

    /// <summary>When the oldest outstanding request was sent; the largest time where none is outstanding.</summary>
    public TimeSpan OldestRequestAt => _receiver.Current is { Slot.IsNone: false } current && current.SentAt < Requests.OldestSentAt
        ? current.SentAt
        : Requests.OldestSentAt;

    /// <summary>True once it ended.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Loop time of the last bytes that came.</summary>
    public TimeSpan LastReceivedAt { get; private set; }

    /// <summary>Loop time of the last flush that sent something.</summary>
    public TimeSpan LastSentAt { get; private set; }

    /// <summary>Payload bytes of piece messages received.</summary>
    public long PayloadReceived => _receiver.PayloadReceived;

    /// <summary>Payload bytes of piece messages sent.</summary>
    public long PayloadSent => _sender.PayloadSent;

    /// <summary>Blocks read and waiting to be sent.</summary>
    public int QueuedBlocks => _sender.QueuedBlocks;

    /// <summary>Bytes of messages other than piece that wait to be sent: who sends large ones waits while it is high.</summary>
    public int QueuedControl => _sender.QueuedControl;

    /// <summary>Begins to read. Apart from the constructor, so that the owner can be complete first.</summary>
    public void Start() => _link.Attach(_loop, this);

    /// <summary>Somebody else hears the peer from now on. Not within a receive.</summary>
    public void HandTo(IPeerHandler handler)
    {
        _handler = handler;
        _receiver.Handler = handler;
    }

    /// <summary>Sends a message that is its id alone.</summary>
    public void Send(MessageKind kind) => Begin(kind, 0);

    /// <summary>Sends have, suggest or allowed fast.</summary>
    public void Send(MessageKind kind, PieceIndex piece) => BinaryPrimitives.WriteInt32BigEndian(Begin(kind, 4), piece.Value);

    /// <summary>Sends request, cancel or reject.</summary>
    public void Send(MessageKind kind, in BlockRequest block)
    {
        var payload = Begin(kind, 12);
        BinaryPrimitives.WriteInt32BigEndian(payload, block.Piece.Value);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], block.Begin);
        BinaryPrimitives.WriteInt32BigEndian(payload[8..], block.Length);
    }

    /// <summary>Sends hash request or hash reject.</summary>
    public void Send(MessageKind kind, in HashRequest request) => request.Write(Begin(kind, HashRequest.PayloadLength));

    /// <summary>Sends hashes: the answer to a hash request.</summary>
    public void SendHashes(in HashRequest request, ReadOnlySpan<byte> hashes)
    {
        var payload = Begin(MessageKind.Hashes, HashRequest.PayloadLength + hashes.Length);
        request.Write(payload);
        hashes.CopyTo(payload[HashRequest.PayloadLength..]);
    }

    /// <summary>Sends a message with a payload of any length: bitfield, or an extension message whose first byte is its extension id.</summary>
    public void Send(MessageKind kind, ReadOnlySpan<byte> payload) => payload.CopyTo(Begin(kind, payload.Length));

    /// <summary>Sends an empty message.</summary>
    public void SendKeepAlive() => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), 0);

    /// <summary>Asks for a block; the slot is the request's until the block came.</summary>
    public void Request(in BlockRequest block, Slot slot)
    {
        RequestsSent++;
        Requests.Add(new Outstanding(block, slot, _loop.Now));
        Send(MessageKind.Request, block);
    }

    /// <summary>Forgets an outstanding request and gives its slot back; with <paramref name="tell"/> the peer hears a cancel. False where it was not outstanding.</summary>
    public bool Forget(in BlockRequest block, bool tell)
    {
        if (!_receiver.Abandon(block))
        {
            if (!Requests.TryTake(block, out var taken))
            {
                return false;
            }

            _slab.Return(taken.Slot);
        }

        if (tell)
        {
            Send(MessageKind.Cancel, block);
        }

        return true;
    }

    /// <summary>Every request that waits for its block, oldest first.</summary>
    public IEnumerable<Outstanding> OutstandingRequests()
    {
        if (_receiver.Current is { Slot.IsNone: false } current)
        {
            yield return current;
        }

        foreach (var request in Requests.Live())
        {
            yield return request;
        }
    }

    /// <summary>Queues a block to be sent; the slot is the connection's from now on.</summary>
    public void QueueBlock(in BlockRequest block, Slot slot)
    {
        _sender.Enqueue(block, slot);
        FlushLater();
    }

    /// <summary>Throws away queued blocks that are not begun: all, or the one named. Each is told to <paramref name="dropped"/>.</summary>
    public int DropQueued(BlockRequest? only = null, Action<BlockRequest>? dropped = null) => _sender.Drop(only, dropped);

    /// <summary>Sends at the end of this batch.</summary>
    public void FlushLater()
    {
        // A peer that does not read cannot be flushed to, but must still be given up in time.
        if (!_flushAsked && (!_blocked || IsOverfull) && !IsClosed)
        {
            _flushAsked = true;
            _loop.FlushLater(this);
        }
    }

    /// <summary>Ends it; the handler hears the reason while what is owed can still be seen, then all slots go back.</summary>
    public void Close(string reason)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        _link.Close();
        _receiver.Close();
        _sender.Close();
        _handler.OnClosed(reason);
        foreach (var request in OutstandingRequests().ToArray())
        {
            Forget(request.Request, tell: false);
        }
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        LastReceivedAt = _loop.Now;
        if (!_receiver.Receive(_link))
        {
            Close(_receiver.Violation ?? "closed the connection");
        }
        else if (!IsClosed)
        {
            _handler.OnReceived();
            if (Requests.Count >= Limits.PatientRequests && IsSlow())
            {
                _loop.CanWait();
            }
        }
    }

    /// <summary>By what the last few milliseconds brought.</summary>
    private bool IsSlow()
    {
        var elapsed = LastReceivedAt - _sampleStart;
        if (elapsed >= Limits.PatientSample)
        {
            _isSlow = (_receiver.BytesReceived - _sampleBytes) / elapsed.TotalSeconds < Limits.PatientRate;
            (_sampleStart, _sampleBytes) = (LastReceivedAt, _receiver.BytesReceived);
        }

        return _isSlow;
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
        _blocked = false;
        FlushLater();
    }

    /// <inheritdoc/>
    public void FlushOnLoop()
    {
        _flushAsked = false;
        for (var sent = 0; !IsClosed && !_blocked;)
        {
            if (_sender.QueuedBlocks < Limits.SendBatch)
            {
                _handler.OnSendLow();
            }

            var n = IsClosed ? ILink.Closed : _sender.Send(_link);
            if (n < 0)
            {
                Close("closed the connection");
                return;
            }

            sent += n;
            LastSentAt = n > 0 ? _loop.Now : LastSentAt;
            var left = _sender.QueuedBlocks > 0 || _sender.QueuedControl > 0;
            if (n == 0 && !left)
            {
                break;
            }

            // The link is full, or this peer had its share of the batch.
            if (n == 0 || sent >= Limits.SendPerFlush)
            {
                _blocked = true;
                _link.NotifyWritable();
                break;
            }
        }

        if (IsOverfull)
        {
            Close("does not read what it is sent");
        }
    }

    private bool IsOverfull => _sender.QueuedControl > Limits.ControlQueue;

    private Span<byte> Begin(MessageKind kind, int payload)
    {
        var message = Reserve(5 + payload);
        BinaryPrimitives.WriteInt32BigEndian(message, 1 + payload);
        message[4] = (byte)kind;
        return message[5..];
    }

    private Span<byte> Reserve(int length)
    {
        var room = _sender.Reserve(length);
        FlushLater();
        return room;
    }
}
