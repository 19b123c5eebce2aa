using Shoal.Dht.Messages;

namespace Shoal.Dht.Lookups;

/// <summary>Hears what a lookup finds.</summary>
internal interface ILookupHandler
{
    /// <summary>A node answered. The message is valid during the call.</summary>
    void OnAnswer(Lookup lookup, NodeContact from, in KrpcMessage reply);

    /// <summary>It is over; called once, never within <see cref="Lookup.Start"/>.</summary>
    void OnEnd(Lookup lookup);
}
