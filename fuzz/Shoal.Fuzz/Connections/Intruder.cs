using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Runtime;

namespace Shoal.Fuzz.Connections;

/// <summary>A peer that says what it likes, on one connection. What it is told is judged by <see cref="Hearing"/>.</summary>
internal sealed class Intruder
{
    private readonly PairLink _link;
    private readonly List<byte> _held = [];

    public Intruder(PairLink link, SampleTorrent torrent, Engine engine, HandLoop loop, in Handshake ours)
    {
        _link = link;
        Ours = ours;
        Told = new Told(torrent);
        Hearing = new Hearing(Told, torrent, engine, loop, ours);
        Heard = Hearing.Asks;
    }

    public Handshake Ours { get; }

    /// <summary>What it has said.</summary>
    public Told Told { get; }

    /// <summary>What it was asked for and has not answered.</summary>
    public Asks Heard { get; }

    public Hearing Hearing { get; }

    public Endpoint Address => _link.Local;

    /// <summary>Neither side has ended it.</summary>
    public bool IsOpen => !_link.IsClosed && !_link.Other.IsClosed;

    /// <summary>What it says waits, to arrive later and cut elsewhere.</summary>
    public bool IsHolding { get; set; }

    /// <summary>It does not read what it is sent.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>Frames that it has said.</summary>
    public int Said { get; private set; }

    public void SayHandshake(ReadOnlySpan<byte> bytes) => Write(bytes);

    public void Say(MessageKind kind, ReadOnlySpan<byte> payload)
    {
        Said++;
        Told.Note(kind, payload);
        Span<byte> head = [0, 0, 0, 0, (byte)kind];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(head, kind == MessageKind.KeepAlive ? 0 : payload.Length + 1);
        Write([.. head[..(kind == MessageKind.KeepAlive ? 4 : 5)], .. payload]);
    }

    /// <summary>Bytes that are no messages, or none that it knows of: what it is told afterwards is not judged by what it asked.</summary>
    public void SayRaw(ReadOnlySpan<byte> bytes)
    {
        Said++;
        Told.IsUnknown = true;
        Write(bytes);
    }

    /// <summary>Lets so many of the held bytes go.</summary>
    public void Release(int count)
    {
        count = Math.Min(count, _held.Count);
        _link.Write(_held.ToArray().AsSpan(0, count));
        _held.RemoveRange(0, count);
    }

    /// <summary>Reads what came; true where anything did.</summary>
    public bool Hear()
    {
        var arrived = IsDeaf || _link.IsClosed ? default : _link.Arrived;
        if (!arrived.IsEmpty)
        {
            Hearing.Take(arrived);
            _link.Skip(arrived.Length);
        }

        return !arrived.IsEmpty;
    }

    public void Close() => _link.Close();

    private void Write(ReadOnlySpan<byte> bytes)
    {
        if (IsHolding || _held.Count > 0)
        {
            _held.AddRange(bytes);
        }
        else
        {
            _link.Write(bytes);
        }
    }
}
