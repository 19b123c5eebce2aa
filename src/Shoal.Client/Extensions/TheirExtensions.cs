using System.Net;

namespace Shoal.Client.Extensions;

/// <summary>What a peer has told of itself by BEP 10, and by BEP 5. Its handshakes add up: a later one changes what it names.</summary>
internal sealed class TheirExtensions
{
    /// <summary>What it calls itself ("v"), made printable.</summary>
    public string? ClientName { get; set; }

    /// <summary>The requests that it takes ("reqq").</summary>
    public int Requests { get; set; } = Limits.DefaultRequestQueue;

    /// <summary>The port it listens on ("p"); 0 where it did not tell.</summary>
    public ushort ListenPort { get; set; }

    /// <summary>Our address as it sees it ("yourip").</summary>
    public IPAddress? OurAddress { get; set; }

    /// <summary>Bytes of the info dictionary as it claims; 0 where it has none, or claims more than we take.</summary>
    public int MetadataLength { get; set; }

    /// <summary>BEP 21: it wants nothing (more).</summary>
    public bool IsUploadOnly { get; set; }

    /// <summary>The id by which it takes BEP 9 messages; 0: it does not.</summary>
    public byte MetadataId { get; set; }

    /// <summary>The id by which it takes BEP 11 messages; 0: it does not.</summary>
    public byte ExchangeId { get; set; }

    /// <summary>The UDP port of its DHT node, as it told first; 0 where it did not.</summary>
    public ushort NodePort { get; set; }

    /// <summary>The id by which it hears that BEP 21's key changed; 0: it does not.</summary>
    public byte UploadOnlyId { get; set; }
}
