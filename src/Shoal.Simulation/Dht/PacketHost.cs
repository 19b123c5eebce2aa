using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>One host of a packet network, with one address.</summary>
/// <param name="network">Where it is.</param>
/// <param name="address">Its public address; its router's, where it is behind one.</param>
/// <param name="isNatted">Its router lets in only what comes from where something was sent to a little while ago.</param>
/// <param name="disguise">What stands between the port and its handler; null for nothing.</param>
internal sealed class PacketHost(PacketNetwork network, Endpoint address, bool isNatted = false, Func<IDatagramHandler, PacketPort, IDatagramHandler>? disguise = null) : ITransport
{
    public PacketNetwork Network => network;

    public Endpoint Address => address;

    public bool IsNatted => isNatted;

    public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure)
    {
        Invariant.Check(local.WithPort(0) == address);
        var port = new PacketPort(this, local);
        port.Handler = disguise is null ? handler : disguise(handler, port);
        failure = network.TryAdd(port) ? null : "in use";
        return failure is null ? port : null;
    }

    public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure) => throw new NotSupportedException("only datagrams are sent here");

    public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler) => throw new NotSupportedException("only datagrams are sent here");
}
