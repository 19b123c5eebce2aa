using System.Buffers.Binary;
using Shoal.Net;
using Shoal.Peers.Messages;
using Shoal.Runtime.Buffers;

namespace Shoal.Peers.Wire;

/// <summary>
/// The outbox of one connection: small messages gather in one buffer, blocks in a queue, and many of both leave in one system call.
/// <code>writev ─► [rest of a begun block] [small messages] [header|slot] [header|slot] …</code>
/// </summary>
internal sealed unsafe class MessageSender(BufferSlab slab)
{
    private const int HeaderLength = 13;

    private readonly Queue<QueuedBlock> _blocks = new();
    private readonly byte[] _headers = GC.AllocateUninitializedArray<byte>(HeaderLength * (Limits.SendBatch + 1), pinned: true);

    /// <summary>Small messages: bytes from start to end wait. Pinned, so that it can be handed to the kernel.</summary>
    private byte[] _control = [];
    private int _controlStart;
    private int _controlEnd;

    /// <summary>Bytes already sent of the first queued block's message.</summary>
    private int _begun;

    /// <summary>Payload bytes of piece messages sent.</summary>
    public long PayloadSent { get; private set; }

    /// <summary>All bytes sent.</summary>
    public long BytesSent { get; private set; }

    /// <summary>Blocks that wait.</summary>
    public int QueuedBlocks => _blocks.Count;

    /// <summary>Small messages that wait, in bytes.</summary>
    public int QueuedControl => _controlEnd - _controlStart;

    /// <summary>Room for a small message, to be filled by the caller at once.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_control.Length - _controlEnd < length)
        {
            MakeRoom(length);
        }

        _controlEnd += length;
        return _control.AsSpan(_controlEnd - length, length);
    }

    public void Enqueue(in BlockRequest request, Slot slot) => _blocks.Enqueue(new QueuedBlock(request, slot));

    /// <summary>Throws away blocks that are not begun, all or the one named; returns how many.</summary>
    public int Drop(BlockRequest? only, Action<BlockRequest>? dropped)
    {
        var count = 0;
        var isBegun = _begun > 0;
        for (var i = _blocks.Count; i > 0; i--, isBegun = false)
        {
            var block = _blocks.Dequeue();
            if (isBegun || (only is { } request && request != block.Request))
            {
                _blocks.Enqueue(block);
                continue;
            }

            count++;
            slab.Return(block.Slot);
            dropped?.Invoke(block.Request);
        }

        return count;
    }

    /// <summary>Sends what it can in one call. Returns bytes sent, 0 when the link takes none or none wait, or <see cref="ILink.Closed"/>.</summary>
    public int Send(ILink link)
    {
        Span<IoRun> runs = stackalloc IoRun[2 * Limits.SendBatch + 3];
        var count = 0;
        var index = 0;
        if (_begun == 0)
        {
            AddControl(runs, ref count);
        }

        foreach (var block in _blocks)
        {
            if (index > Limits.SendBatch)
            {
                break;
            }

            AddBlock(runs, ref count, block, index, index == 0 ? _begun : 0);
            if (index++ == 0 && _begun > 0)
            {
                AddControl(runs, ref count);
            }
        }

        if (count == 0)
        {
            return 0;
        }

        var sent = link.Send(runs[..count]);
        if (sent > 0)
        {
            BytesSent += sent;
            Advance(sent);
        }

        return sent;
    }

    public void Close()
    {
        while (_blocks.TryDequeue(out var block))
        {
            slab.Return(block.Slot);
        }
    }

    private void AddControl(Span<IoRun> runs, ref int count)
    {
        if (QueuedControl > 0)
        {
            fixed (byte* control = _control)
            {
                runs[count++] = new IoRun(control + _controlStart, QueuedControl);
            }
        }
    }

    private void AddBlock(Span<IoRun> runs, ref int count, in QueuedBlock block, int index, int begun)
    {
        var header = _headers.AsSpan(index * HeaderLength, HeaderLength);
        BinaryPrimitives.WriteInt32BigEndian(header, HeaderLength - 4 + block.Request.Length);
        header[4] = (byte)MessageKind.Piece;
        BinaryPrimitives.WriteInt32BigEndian(header[5..], block.Request.Piece.Value);
        BinaryPrimitives.WriteInt32BigEndian(header[9..], block.Request.Begin);
        if (begun < HeaderLength)
        {
            fixed (byte* headers = _headers)
            {
                runs[count++] = new IoRun(headers + index * HeaderLength + begun, HeaderLength - begun);
            }
        }

        var skip = Math.Max(0, begun - HeaderLength);
        runs[count++] = new IoRun(block.Slot.Address + skip, block.Request.Length - skip);
    }

    /// <summary>Takes sent bytes off the queues in the order in which <see cref="Send"/> laid them out.</summary>
    private void Advance(int sent)
    {
        if (_begun > 0)
        {
            sent -= AdvanceBlock(sent);
        }

        // The control bytes stand behind a begun block; where that is not finished, nothing of them went.
        if (_begun > 0 || sent == 0)
        {
            return;
        }

        var control = Math.Min(sent, QueuedControl);
        _controlStart += control;
        if (QueuedControl == 0)
        {
            _controlStart = _controlEnd = 0;
        }

        sent -= control;
        while (sent > 0)
        {
            sent -= AdvanceBlock(sent);
        }
    }

    private int AdvanceBlock(int sent)
    {
        var block = _blocks.Peek();
        var take = Math.Min(sent, HeaderLength + block.Request.Length - _begun);
        PayloadSent += Math.Max(0, _begun + take - HeaderLength) - Math.Max(0, _begun - HeaderLength);
        _begun += take;
        if (_begun == HeaderLength + block.Request.Length)
        {
            _begun = 0;
            slab.Return(block.Slot);
            _blocks.Dequeue();
        }

        return take;
    }

    private void MakeRoom(int length)
    {
        var waiting = QueuedControl;
        var target = _control;
        if (_control.Length < waiting + length)
        {
            target = GC.AllocateUninitializedArray<byte>(Math.Max(512, Math.Max(waiting + length, _control.Length * 2)), pinned: true);
        }

        _control.AsSpan(_controlStart, waiting).CopyTo(target);
        _control = target;
        _controlStart = 0;
        _controlEnd = waiting;
    }
}
