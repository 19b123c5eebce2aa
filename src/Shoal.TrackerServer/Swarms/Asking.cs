using System.Runtime.CompilerServices;

namespace Shoal.TrackerServer.Swarms;

/// <summary>Who asks for peers of one family: one of them, or a client of the other family, which may be here too (see <see cref="Twins"/>).</summary>
internal readonly struct Asking<T>
    where T : unmanaged, IPeer<T>
{
    private readonly T _peer;
    private readonly ushort _port;
    private readonly ushort _tag;
    private readonly bool _isOther;

    private Asking(T peer, bool isAmong) => (_peer, IsAmong) = (peer, isAmong);

    private Asking(ushort port, ushort tag) => (_port, _tag, _isOther) = (port, tag, true);

    /// <summary>It is surely one of the peers that are asked for.</summary>
    public bool IsAmong { get; }

    /// <summary>It is one of them, or could be.</summary>
    public bool MayBeAmong => IsAmong || _isOther;

    /// <summary>The same, for peers that it is not one of.</summary>
    public Asking<T> Apart => _isOther ? this : new Asking<T>(_peer, isAmong: false);

    public static Asking<T> Own(in T peer, bool isAmong) => new(peer, isAmong);

    public static Asking<T> Other(ushort port, ushort tag) => new(port, tag);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Is(in T peer) => _isOther ? peer.Tag == _tag && peer.Port == _port : peer.SameAs(_peer);
}
