namespace Shoal.Dht.Lookups;

/// <summary>What a lookup asks for.</summary>
internal enum LookupKind : byte
{
    /// <summary>The nodes nearest to an id.</summary>
    Nodes,

    /// <summary>Peers of a torrent.</summary>
    Peers,

    /// <summary>How many there are (BEP 33).</summary>
    Scrape,
}
