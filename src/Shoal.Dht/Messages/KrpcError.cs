using Shoal.Runtime;

namespace Shoal.Dht.Messages;

/// <summary>A refusal to write.</summary>
internal readonly ref struct KrpcError
{
    /// <summary>The query's.</summary>
    public required ReadOnlySpan<byte> TransactionId { get; init; }

    public required KrpcErrorCode Code { get; init; }

    public required ReadOnlySpan<byte> Text { get; init; }

    /// <summary>Who asked, as we see it (BEP 42: "ip").</summary>
    public Endpoint? Requester { get; init; }

    /// <summary>Our program; none where empty.</summary>
    public ReadOnlySpan<byte> Version { get; init; }
}
