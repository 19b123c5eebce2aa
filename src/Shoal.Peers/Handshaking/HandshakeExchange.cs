using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Peers.Handshaking;

/// <summary>
/// Reads exactly the other side's 68 bytes, no more, so that the link can go on to a <see cref="PeerConnection"/> on another loop.
/// A dialler sends its own first; a listener answers once it knows the info-hash.
/// </summary>
public sealed unsafe class HandshakeExchange : ILinkHandler
{
    private readonly byte[] _bytes = new byte[Handshake.Length];
    private readonly ILink _link;
    private readonly IHandshakeHandler _handler;
    private readonly LoopTimer _timer;
    private int _length;

    private HandshakeExchange(Loop loop, ILink link, TimeSpan timeout, IHandshakeHandler handler)
    {
        _link = link;
        _handler = handler;
        _timer = loop.CreateTimer(() => Fail("sent no handshake in time"));
        _timer.Arm(timeout);
        link.Attach(loop, this);
    }

    /// <summary>Waits for a stranger's handshake.</summary>
    public static void Await(Loop loop, ILink link, TimeSpan timeout, IHandshakeHandler handler) =>
        _ = new HandshakeExchange(loop, link, timeout, handler);

    /// <summary>Sends ours, then waits for the answer.</summary>
    public static void Begin(Loop loop, ILink link, in Handshake ours, TimeSpan timeout, IHandshakeHandler handler)
    {
        var exchange = new HandshakeExchange(loop, link, timeout, handler);
        if (!TrySend(link, ours))
        {
            exchange.Fail("closed the connection");
        }
    }

    /// <summary>Sends a handshake on a fresh link, whose send buffer has room for it.</summary>
    public static bool TrySend(ILink link, in Handshake ours)
    {
        ArgumentNullException.ThrowIfNull(link);
        var bytes = stackalloc byte[Handshake.Length];
        ours.Write(new Span<byte>(bytes, Handshake.Length));
        return link.Send([new IoRun(bytes, Handshake.Length)]) == Handshake.Length;
    }

    /// <inheritdoc/>
    public void OnReadable()
    {
        int got;
        fixed (byte* bytes = _bytes)
        {
            got = _link.Receive([new IoRun(bytes + _length, Handshake.Length - _length)]);
        }

        if (got < 0)
        {
            Fail("closed the connection before its handshake");
            return;
        }

        _length += got;
        if (!Handshake.CouldBegin(_bytes.AsSpan(0, _length)))
        {
            Fail("speaks another protocol");
        }
        else if (_length == Handshake.Length)
        {
            _timer.Disarm();
            _link.Detach();
            Handshake.TryRead(_bytes, out var handshake);
            _handler.OnHandshake(_link, handshake);
        }
    }

    /// <inheritdoc/>
    public void OnWritable()
    {
    }

    private void Fail(string reason)
    {
        _timer.Disarm();
        _link.Close();
        _handler.OnHandshakeFailed(_link, reason);
    }
}
