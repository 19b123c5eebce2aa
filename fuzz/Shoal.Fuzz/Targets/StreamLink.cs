using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>A link that brings a stream in the portions it is told.</summary>
internal sealed class StreamLink(byte[] stream) : ILink
{
    private int _at;

    public Endpoint Remote => default;

    public Endpoint Local => default;

    public int Left => stream.Length - _at;

    /// <summary>Bytes that may be received now.</summary>
    public int Allowed { get; private set; }

    public void Allow(int count) => Allowed = count;

    public int Receive(ReadOnlySpan<IoRun> into)
    {
        var got = 0;
        foreach (var run in into)
        {
            var take = Math.Min(run.Length, Allowed);
            stream.AsSpan(_at, take).CopyTo(run.Span);
            _at += take;
            Allowed -= take;
            got += take;
        }

        return got;
    }

    public int Send(ReadOnlySpan<IoRun> from) => 0;

    public void NotifyWritable()
    {
    }

    public ILinkHandler? Handler { get; private set; }

    public void Attach(Loop loop, ILinkHandler handler) => Handler = handler;

    public void Detach() => Handler = null;

    public void Close()
    {
    }
}
