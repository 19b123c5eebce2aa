using System.Buffers.Binary;
using Shoal.Runtime;

namespace Shoal.Net.Naming;

/// <summary>The same question over TCP, for an answer too long for a datagram (RFC 7766): each message behind its length.</summary>
internal sealed class StreamQuery : IDialHandler, ILinkHandler
{
    private const int Prefix = 2;

    private readonly StubNames _names;
    private readonly Endpoint _server;
    private readonly Endpoint _from;
    private readonly DnsQuestion _question;
    private readonly Action<DnsAnswer?, string?> _done;
    private readonly LoopTimer _timer;
    private readonly byte[] _answer = new byte[Prefix + ushort.MaxValue];
    private ILink? _link;
    private int _got;

    public StreamQuery(StubNames names, Endpoint server, Endpoint from, DnsQuestion question, Action<DnsAnswer?, string?> done)
    {
        (_names, _server, _from, _question, _done) = (names, server, from, question, done);
        _timer = names.Loop.CreateTimer(() => End(null, "does not answer"));
    }

    public void Start() => _names.Transport.Dial(_names.Loop, _from, _server, Limits.DnsPatience, this);

    public void OnDialFailed(string reason) => _done(null, "cannot be reached: " + reason);

    public unsafe void OnConnected(ILink link)
    {
        _link = link;
        _timer.Arm(Limits.DnsPatience);
        link.Attach(_names.Loop, this);
        var message = stackalloc byte[Prefix + DnsQuestion.MaxLength];
        var length = _question.Write(new Span<byte>(message + Prefix, DnsQuestion.MaxLength));
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(message, Prefix), (ushort)length);
        // A fresh connection has room for so little.
        if (link.Send([new IoRun(message, Prefix + length)]) != Prefix + length)
        {
            End(null, "closed the connection");
        }
    }

    public unsafe void OnReadable()
    {
        int got;
        fixed (byte* into = _answer)
        {
            got = _link!.Receive([new IoRun(into + _got, _answer.Length - _got)]);
        }

        if (got == ILink.Closed)
        {
            End(null, "closed the connection");
            return;
        }

        _got += got;
        var length = _got < Prefix ? int.MaxValue : Prefix + BinaryPrimitives.ReadUInt16BigEndian(_answer);
        if (_got >= length)
        {
            End(DnsAnswer.Read(_answer.AsSpan(Prefix, length - Prefix), _question), null);
        }
    }

    public void OnWritable()
    {
    }

    private void End(DnsAnswer? answer, string? failure)
    {
        _timer.Disarm();
        _link?.Close();
        _done(answer, failure);
    }
}
