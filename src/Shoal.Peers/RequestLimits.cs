namespace Shoal.Peers;

/// <summary>What a connection can hold.</summary>
public static class RequestLimits
{
    /// <summary>Requests outstanding at one peer.</summary>
    public const int Outstanding = Limits.OutstandingRequests;
}
