using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>A link as plain bytes: what arrives is kept, what is sent waits for room.</summary>
internal sealed unsafe class ByteStream : ILinkHandler
{
    private readonly ILink _link;
    private readonly Action _changed;
    private readonly List<byte> _received = [];
    private byte[] _waiting = [];

    public ByteStream(Loop loop, ILink link, Action changed)
    {
        _link = link;
        _changed = changed;
        link.Attach(loop, this);
    }

    /// <summary>The other end closed it, or it broke.</summary>
    public bool HasEnded { get; private set; }

    public int Length => _received.Count;

    public byte[] Peek(int length) => [.. _received[..length]];

    public byte[] Take(int length)
    {
        var taken = Peek(length);
        _received.RemoveRange(0, length);
        return taken;
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        _waiting = [.. _waiting, .. bytes];
        OnWritable();
    }

    public void Close()
    {
        HasEnded = true;
        _link.Close();
    }

    public void OnReadable()
    {
        var buffer = new byte[64 * 1024];
        int got;
        fixed (byte* bytes = buffer)
        {
            got = _link.Receive([new IoRun(bytes, buffer.Length)]);
        }

        if (got == ILink.Closed)
        {
            Close();
        }
        else
        {
            _received.AddRange(buffer.AsSpan(0, got));
        }

        _changed();
    }

    public void OnWritable()
    {
        while (_waiting.Length > 0 && !HasEnded)
        {
            int sent;
            fixed (byte* bytes = _waiting)
            {
                sent = _link.Send([new IoRun(bytes, _waiting.Length)]);
            }

            if (sent <= 0)
            {
                _link.NotifyWritable();
                break;
            }

            _waiting = _waiting[sent..];
        }
    }
}
