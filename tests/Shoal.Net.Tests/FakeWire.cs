using Shoal.Runtime;

namespace Shoal.Net.Tests;

/// <summary>A transport without a network: the test sees each datagram and answers as whom it likes.</summary>
internal sealed class FakeWire : ITransport
{
    private ushort _port = 1024;

    public List<Sent> Datagrams { get; } = [];

    /// <summary>Ports that are open now.</summary>
    public int Open { get; private set; }

    /// <summary>Ports in the order of their opening, closed ones too.</summary>
    public List<Port> Ports { get; } = [];

    public List<Dialling> Dials { get; } = [];

    /// <summary>What opening a port fails with.</summary>
    public string? Failure { get; set; }

    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure) => throw new NotSupportedException();

    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) => Dials.Add(new(local, remote, handler));

    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure)
    {
        failure = Failure;
        Open += failure is null ? 1 : 0;
        if (failure is not null)
        {
            return null;
        }

        Ports.Add(new Port(this, local.WithPort(_port++), handler));
        return Ports[^1];
    }

    internal sealed record Dialling(Endpoint? Local, Endpoint Remote, IDialHandler Handler);

    internal sealed record Sent(Port From, Endpoint To, byte[] Bytes)
    {
        public void Answer(byte[] datagram) => From.Hear(To, datagram);

        public void AnswerAs(Endpoint from, byte[] datagram) => From.Hear(from, datagram);
    }

    internal sealed class Port(FakeWire wire, Endpoint local, IDatagramHandler handler) : IDatagrams
    {
        public Endpoint Local => local;

        public bool IsClosed { get; private set; }

        public bool Send(Endpoint to, ReadOnlySpan<byte> datagram)
        {
            wire.Datagrams.Add(new(this, to, datagram.ToArray()));
            return true;
        }

        public void Close()
        {
            wire.Open -= IsClosed ? 0 : 1;
            IsClosed = true;
        }

        public void Hear(Endpoint from, byte[] datagram)
        {
            if (!IsClosed)
            {
                handler.OnDatagram(from, datagram);
            }
        }
    }
}
