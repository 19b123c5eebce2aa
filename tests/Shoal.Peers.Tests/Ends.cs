using Shoal.Peers.Messages;
using Shoal.Peers.Wire;
using Shoal.Runtime.Buffers;

namespace Shoal.Peers.Tests;

/// <summary>A connection with everything around it, and what its handler heard, as text.</summary>
internal sealed class Ends : IPeerHandler, IDisposable
{
    private readonly ReceiveScratch _scratch = new();

    public Ends(bool start = true)
    {
        Connection = new PeerConnection(Loop, Link, Wires.Theirs, Slab, _scratch, this);
        if (start)
        {
            Connection.Start();
        }
    }

    public HandDrivenLoop Loop { get; } = new();

    public FakeLink Link { get; } = new();

    public BufferSlab Slab { get; } = new();

    public PeerConnection Connection { get; }

    public List<string> Heard { get; } = [];

    public string? ClosedBecause { get; private set; }

    /// <summary>Called after each thing heard.</summary>
    public Action? AfterHearing { get; set; }

    public Action? WhenLow { get; set; }

    /// <summary>Called when it ended, before slots go back.</summary>
    public Action? WhenClosed { get; set; }

    public static string Told(MessageKind kind, ReadOnlySpan<byte> payload) => $"{(int)kind} {Convert.ToHexString(payload)}";

    public static string Told(BlockRequest block, ReadOnlySpan<byte> bytes) => $"{block} {Convert.ToHexString(bytes)}";

    public static string Unwanted(BlockRequest block) => $"unwanted {block}";

    public void Request(BlockRequest block) => Connection.Request(block, Slab.Rent());

    public Slot Filled(byte[] bytes)
    {
        var slot = Slab.Rent();
        bytes.CopyTo(slot.Span);
        return slot;
    }

    public void OnMessage(in PeerMessage message) => Hear(Told(message.Kind, message.Payload));

    public void OnBlock(in Outstanding block)
    {
        var told = Told(block.Request, block.Slot.Span[..block.Request.Length]);
        Slab.Return(block.Slot);
        if (ClosedBecause is null)
        {
            Hear(told);
        }
    }

    public void OnUnwantedBlock(in BlockRequest block) => Hear(Unwanted(block));

    public void OnReceived() => Assert.Null(ClosedBecause);

    public void OnSendLow() => WhenLow?.Invoke();

    public void OnClosed(string reason)
    {
        Assert.Null(ClosedBecause);
        ClosedBecause = reason;
        WhenClosed?.Invoke();
    }

    public void Dispose()
    {
        Connection.Close("done");
        Assert.Equal(0, Slab.InUse);
        _scratch.Dispose();
        Slab.Dispose();
    }

    private void Hear(string what)
    {
        Assert.Null(ClosedBecause);
        Heard.Add(what);
        AfterHearing?.Invoke();
    }
}
