namespace Shoal.Dht.Routing;

/// <summary>What a node's id and address say of each other (BEP 42).</summary>
internal enum NodeStanding : byte
{
    /// <summary>The id does not follow from the address: it may have been chosen.</summary>
    Chosen,

    /// <summary>The id follows from the address.</summary>
    Secure,

    /// <summary>The address is of a local network: nothing is asked of its id, nor of its neighbours.</summary>
    Local,
}
