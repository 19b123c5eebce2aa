using Shoal.Dht.Messages;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>Lets only answers through, after some time.</summary>
internal sealed class Deaf(IDatagramHandler inner, PacketNetwork network, TimeSpan from) : IDatagramHandler
{
    private readonly KrpcReader _reader = new();

    public void OnDatagram(Endpoint sender, ReadOnlySpan<byte> datagram)
    {
        if (network.Now < from || !_reader.TryRead(datagram, out var message) || message.Kind != KrpcKind.Query)
        {
            inner.OnDatagram(sender, datagram);
        }
    }
}
