using Shoal.Trackers.Announcing;

namespace Shoal.Trackers.Udp;

/// <summary>A request with its kind of answer.</summary>
internal sealed class UdpCallOf<T> : UdpCall
    where T : class
{
    public required PacketReader<T> Read { get; init; }

    /// <summary>Makes an answer of the tracker's words of refusal.</summary>
    public required Func<string, T> Refusal { get; init; }

    public required Action<CallAnswer<T>> Done { get; init; }

    public override void Take(ReadOnlySpan<byte> packet) => Done(Read(packet));

    public override void Refuse(string text) => Done(new(Refusal(text), null));

    public override void Fail(string reason, bool isSilent) => Done(new(null, reason, isSilent));
}
