namespace Shoal.Dht.Messages;

/// <summary>Why a query was refused (BEP 5, "Errors"). Others may send numbers that are not listed here.</summary>
internal enum KrpcErrorCode
{
    /// <summary>It was not.</summary>
    None = 0,
    Generic = 201,
    Server = 202,

    /// <summary>A malformed packet, invalid arguments or a bad token.</summary>
    Protocol = 203,
    MethodUnknown = 204,
}
