using Shoal.Runtime;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.Trackers.Udp;

/// <summary>One request to a UDP tracker, from the wait for a connection id to its end.</summary>
internal abstract class UdpCall
{
    /// <summary>What the answer must be to.</summary>
    public required UdpAction Action { get; init; }

    /// <summary>Bytes that the request may take.</summary>
    public required int Longest { get; init; }

    public required PacketWriter Write { get; init; }

    /// <summary>The tracker's address, which alone is listened to.</summary>
    public Endpoint Server { get; set; }

    /// <summary>Random, anew for each packet; 0 while another call connects for this one.</summary>
    public uint Transaction { get; set; }

    /// <summary>The request itself was sent, with a connection id.</summary>
    public bool IsConnected { get; set; }

    /// <summary>The connection id was not fetched for this call: it may be what the tracker refuses.</summary>
    public bool HasOldConnection { get; set; }

    /// <summary>Not after then.</summary>
    public TimeSpan Deadline { get; set; }

    public LoopTimer Timer { get; set; } = null!;

    /// <summary>The whole answer.</summary>
    public abstract void Take(ReadOnlySpan<byte> packet);

    /// <summary>The tracker's words of refusal.</summary>
    public abstract void Refuse(string text);

    /// <summary>There is no answer.</summary>
    public abstract void Fail(string reason, bool isSilent);
}
