using Shoal.Net;
using Shoal.Runtime;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Networks;

/// <summary>One end of a simulated TCP connection, with the manners of a real one: level-triggered, would-block, silent towards the closer.</summary>
internal sealed class VirtualLink(World world, NetworkHost host, Endpoint local, Endpoint remote, Pipe input, Pipe output) : ILink
{
    private SimulatedLoop? _loop;
    private ILinkHandler? _handler;
    private bool _wantsWritable;
    private bool _isSignalled;
    private bool _isClosed;

    /// <summary>The other end closed or broke, and we have heard of it: sending is in vain.</summary>
    private bool _isPeerGone;

    public Endpoint Remote => remote;

    public Endpoint Local => local;

    /// <summary>The other end.</summary>
    public VirtualLink Other { get; set; } = null!;

    public NetworkHost Host => host;

    public bool IsClosed => _isClosed;

    public int Receive(ReadOnlySpan<IoRun> into)
    {
        if (_isClosed)
        {
            return ILink.Closed;
        }

        var read = input.Read(into, out var hash);
        if (read > 0)
        {
            world.Log.Add(EventKind.Received, host.Index, read, hash);
            return read;
        }

        return input.HasEnded ? ILink.Closed : 0;
    }

    public int Send(ReadOnlySpan<IoRun> from) => _isClosed || _isPeerGone ? ILink.Closed : output.Write(from);

    public void NotifyWritable()
    {
        _wantsWritable = true;
        Signal();
    }

    public void Attach(Loop loop, ILinkHandler handler)
    {
        Invariant.Check(_loop is null && !_isClosed);
        _loop = (SimulatedLoop)loop;
        _handler = handler;
        Signal();
    }

    public void Detach()
    {
        _loop = null;
        _handler = null;
        _wantsWritable = false;
    }

    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        world.Log.Add(EventKind.Ended, host.Index, Other.Host.Index, 0);
        _isClosed = true;
        Detach();
        host.Forget(this);
        input.Discard();
        output.Finish();
        world.Agenda.After(world.Network.DelayOf(host, Other.Host), Other.OnPeerGone);
    }

    /// <summary>The connection is reset: neither end can send, what is under way is lost.</summary>
    public void Break()
    {
        world.Log.Add(EventKind.Ended, host.Index, Other.Host.Index, 1);
        input.Break();
        output.Break();
        OnPeerGone();
        Other.OnPeerGone();
    }

    /// <summary>There may be something to tell the handler.</summary>
    public void Signal()
    {
        if (!_isSignalled && _loop is not null && IsReady)
        {
            _isSignalled = true;
            _loop.Ready(this);
        }
    }

    /// <summary>On the loop: what a real loop does with what its poll reported.</summary>
    public void Dispatch(SimulatedLoop by)
    {
        _isSignalled = false;
        if (by != _loop)
        {
            // It moved to another loop, or was closed, since.
            Signal();
            return;
        }

        if (_wantsWritable && CanWrite)
        {
            _wantsWritable = false;
            _handler?.OnWritable();
        }

        if (input.CanRead)
        {
            _handler?.OnReadable();
        }

        Signal();
    }

    /// <summary>A cut healed.</summary>
    public void Heal()
    {
        input.Heal();
        output.Heal();
    }

    private bool CanWrite => output.CanWrite || _isPeerGone;

    private bool IsReady => input.CanRead || (_wantsWritable && CanWrite);

    private void OnPeerGone()
    {
        _isPeerGone = true;
        Signal();
    }
}
