using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Peers.Tests;

/// <summary>A link whose bytes come in the chunks that the test delivers and go as slowly as it says.</summary>
internal sealed class FakeLink : ILink
{
    private readonly List<byte> _sent = [];
    private ReadOnlyMemory<byte> _arriving;
    private bool _hasEnded;

    public Endpoint Remote { get; init; } = Endpoint.FromBytes([10, 0, 0, 1], 6881);

    public Endpoint Local { get; } = Endpoint.FromBytes([10, 0, 0, 2], 6881);

    /// <summary>How many of the offered bytes the next send takes.</summary>
    public Func<int, int> Taking { get; set; } = static offered => offered;

    public ILinkHandler? Handler { get; private set; }

    public bool IsClosed { get; private set; }

    public bool WantsWritable { get; private set; }

    /// <summary>Runs of the largest vectored send.</summary>
    public int MostRuns { get; private set; }

    public byte[] Sent => [.. _sent];

    public byte[] TakeSent()
    {
        var sent = Sent;
        _sent.Clear();
        return sent;
    }

    /// <summary>These bytes are all there is to read for now; the handler is called while any are left, as by a level-triggered loop.</summary>
    public void Deliver(ReadOnlyMemory<byte> chunk)
    {
        _arriving = chunk;
        while (_arriving.Length > 0 && Handler is { } handler && !IsClosed)
        {
            handler.OnReadable();
        }
    }

    public void End()
    {
        _hasEnded = true;
        Handler?.OnReadable();
    }

    public void BecomeWritable()
    {
        if (WantsWritable)
        {
            WantsWritable = false;
            Handler?.OnWritable();
        }
    }

    public int Receive(ReadOnlySpan<IoRun> into)
    {
        Assert.False(IsClosed);
        var got = 0;
        foreach (var run in into)
        {
            // The kernel may write anywhere in a run that it was given; what is not told as received is garbage.
            run.Span.Fill(0xee);
            var take = Math.Min(run.Length, _arriving.Length);
            _arriving.Span[..take].CopyTo(run.Span);
            _arriving = _arriving[take..];
            got += take;
        }

        return got > 0 || !_hasEnded ? got : ILink.Closed;
    }

    public int Send(ReadOnlySpan<IoRun> from)
    {
        Assert.False(IsClosed);
        MostRuns = Math.Max(MostRuns, from.Length);
        var offered = 0;
        foreach (var run in from)
        {
            offered += run.Length;
        }

        var taken = Taking(offered);
        var left = Math.Max(0, taken);
        foreach (var run in from)
        {
            var take = Math.Min(run.Length, left);
            _sent.AddRange(run.Span[..take]);
            left -= take;
        }

        return taken;
    }

    public void NotifyWritable() => WantsWritable = true;

    public void Attach(Loop loop, ILinkHandler handler)
    {
        Assert.Null(Handler);
        Handler = handler;
    }

    public void Detach() => Handler = null;

    public void Close()
    {
        IsClosed = true;
        Handler = null;
    }
}
