using System.Buffers.Binary;
using Shoal.Net;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Runtime;
using Shoal.Simulation.Networks;
using Shoal.Simulation.Time;

namespace Shoal.Simulation.Tests.Clients;

/// <summary>A peer on a line of its own that says what the test tells it, right or wrong, and keeps what it hears.</summary>
internal sealed class ScriptedPeer : IDialHandler, IAcceptHandler
{
    private const ushort Port = 6881;

    private readonly SimulatedLoop _loop;
    private readonly NetworkHost _line;
    private readonly World _world;
    private readonly List<byte[]> _toSay = [];
    private ByteStream? _stream;
    private Handshake _ours;
    private bool _isSilent;

    public ScriptedPeer(World world, LineOptions? line = null)
    {
        _world = world;
        _line = world.Network.Add(line ?? new LineOptions());
        _loop = new SimulatedLoop(world, _line.Index);
        Id = new PeerId([.. "-SC0000-scriptedpee"u8, (byte)_line.Index]);
    }

    public Endpoint Endpoint => _line.Address.WithPort(Port);

    public PeerId Id { get; }

    /// <summary>What it was answered; nothing where it was hung up on before.</summary>
    public Handshake? Answered { get; private set; }

    /// <summary>Id and payload of each message that it heard.</summary>
    public List<(MessageKind Kind, byte[] Payload)> Heard { get; } = [];

    /// <summary>When its connection ended; null while it has one, or never had.</summary>
    public TimeSpan? EndedAt { get; private set; }

    public bool IsOver => EndedAt is not null;

    /// <summary>Dialled, or accepted, or refused so often.</summary>
    public int Met { get; private set; }

    /// <summary>Called with each message as it is heard.</summary>
    public Action<MessageKind, byte[]>? Reacting { get; set; }

    /// <summary>Connects and shakes hands; what is said from now on follows.</summary>
    public void Dial(Endpoint remote, Handshake ours)
    {
        Reset(ours);
        _isSilent = false;
        _loop.Post(() => _line.Dial(_loop, null, remote, TimeSpan.FromSeconds(10), this));
    }

    /// <summary>Connects and says nothing at all.</summary>
    public void Knock(Endpoint remote)
    {
        Dial(remote, default);
        _isSilent = true;
    }

    /// <summary>Waits to be dialled and answers by this handshake, or not at all.</summary>
    public void Listen(Handshake? ours)
    {
        Reset(ours ?? default);
        _isSilent = ours is null;
        _loop.Post(() => Assert.NotNull(_line.Listen(_loop, Endpoint, this, out _)));
    }

    public void Say(params IEnumerable<byte[]> messages) => _loop.Post(() =>
    {
        foreach (var message in messages)
        {
            if (_stream is { } stream)
            {
                stream.Send(message);
            }
            else
            {
                _toSay.Add(message);
            }
        }
    });

    public void Close() => _loop.Post(() => _stream?.Close());

    void IDialHandler.OnConnected(ILink link) => Begin(link);

    void IDialHandler.OnDialFailed(string reason)
    {
        Met++;
        EndedAt = _world.Agenda.Now;
    }

    void IAcceptHandler.OnAccepted(ILink link)
    {
        if (_stream is { HasEnded: false })
        {
            link.Close();
            return;
        }

        Reset(_ours);
        Begin(link);
    }

    private void Reset(Handshake ours)
    {
        _ours = ours;
        _stream = null;
        Answered = null;
        EndedAt = null;
        Heard.Clear();
        _toSay.Clear();
    }

    private void Begin(ILink link)
    {
        Met++;
        var stream = new ByteStream(_loop, link, OnBytes);
        _stream = stream;
        if (!_isSilent)
        {
            var bytes = new byte[Handshake.Length];
            (_ours with { PeerId = Id }).Write(bytes);
            stream.Send(bytes);
            _toSay.ForEach(message => stream.Send(message));
        }
    }

    private void OnBytes()
    {
        var stream = _stream!;
        if (Answered is null && stream.Length >= Handshake.Length)
        {
            Assert.True(Handshake.TryRead(stream.Take(Handshake.Length), out var theirs));
            Answered = theirs;
        }

        while (Answered is not null && stream.Length >= 4 && BinaryPrimitives.ReadInt32BigEndian(stream.Peek(4)) is var length && stream.Length >= 4 + length)
        {
            var message = stream.Take(4 + length);
            var (kind, payload) = length == 0 ? (MessageKind.KeepAlive, Array.Empty<byte>()) : ((MessageKind)message[4], message[5..]);
            Heard.Add((kind, payload));
            Reacting?.Invoke(kind, payload);
        }

        if (stream.HasEnded)
        {
            EndedAt ??= _world.Agenda.Now;
        }
    }
}
