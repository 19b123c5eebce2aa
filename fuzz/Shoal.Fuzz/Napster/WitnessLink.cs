using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Fuzz.Napster;

/// <summary>A link whose bytes come when the script says so and are kept.</summary>
internal sealed class WitnessLink(Endpoint remote) : ILink
{
    private readonly List<byte> _sent = [];
    private ReadOnlyMemory<byte> _arriving;
    private bool _hasEnded;

    public Endpoint Remote => remote;

    public Endpoint Local { get; } = Endpoint.FromBytes([127, 0, 0, 1], 8888);

    public ILinkHandler? Handler { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Takes nothing until it is let.</summary>
    public bool IsDeaf { get; set; }

    public byte[] TakeSent()
    {
        var sent = _sent.ToArray();
        _sent.Clear();
        return sent;
    }

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

    public void Listen()
    {
        IsDeaf = false;
        Handler?.OnWritable();
    }

    public int Receive(ReadOnlySpan<IoRun> into)
    {
        var take = Math.Min(into[0].Length, _arriving.Length);
        _arriving.Span[..take].CopyTo(into[0].Span);
        _arriving = _arriving[take..];
        return take > 0 || !_hasEnded ? take : ILink.Closed;
    }

    public int Send(ReadOnlySpan<IoRun> from)
    {
        if (IsDeaf)
        {
            return 0;
        }

        _sent.AddRange(from[0].Span);
        return from[0].Length;
    }

    public void NotifyWritable()
    {
    }

    public void Attach(Loop loop, ILinkHandler handler) => Handler = handler;

    public void Detach() => Handler = null;

    public void Close()
    {
        IsClosed = true;
        Handler = null;
    }
}
