using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Peers.Tests;

namespace Shoal.Napster.Tests;

/// <summary>One client of a server under test: sends messages and reads what came. Payloads are written in Latin-1, a character for a byte.</summary>
internal sealed class Client(NapsterDesk desk, FakeLink link, ByteOrder order = ByteOrder.Little)
{
    public FakeLink Link => link;

    public bool IsClosed => link.IsClosed;

    public static byte[] Bytes(MessageType type, string payload, ByteOrder order = ByteOrder.Little)
    {
        var bytes = Encoding.Latin1.GetBytes(payload);
        var frame = new byte[Frame.HeaderLength + bytes.Length];
        Frame.WriteHeader(frame, order, bytes.Length, type);
        bytes.CopyTo(frame, Frame.HeaderLength);
        return frame;
    }

    /// <summary>Sends it, and lets the server do all that there is to do.</summary>
    public Client Send(MessageType type, string payload = "")
    {
        Deliver(Bytes(type, payload, order));
        return this;
    }

    /// <summary>Its connection ends.</summary>
    public void Leave()
    {
        link.End();
        desk.Settle();
    }

    public void Deliver(byte[] bytes)
    {
        link.Deliver(bytes);
        desk.Settle();
    }

    /// <summary>Sends it, and reads all that comes then.</summary>
    public IReadOnlyList<string> Ask(MessageType type, string payload = "")
    {
        Read();
        Send(type, payload);
        return [.. Read().Select(static reply => reply.ToString())];
    }

    /// <summary>What came since the last time.</summary>
    public IReadOnlyList<Reply> Read()
    {
        var replies = new List<Reply>();
        ReadOnlySpan<byte> bytes = link.TakeSent();
        while (Frame.TryReadHeader(bytes, order, out var length, out var type))
        {
            replies.Add(new Reply(type, Encoding.Latin1.GetString(bytes.Slice(Frame.HeaderLength, length))));
            bytes = bytes[(Frame.HeaderLength + length)..];
        }

        Assert.Empty(bytes.ToArray());
        return replies;
    }

    /// <summary>The same as lines.</summary>
    public IReadOnlyList<string> Lines() => [.. Read().Select(static reply => reply.ToString())];
}
