namespace Shoal.Napster.Client.Sessions;

/// <summary>Where a client stands with its server.</summary>
public enum SessionState
{
    /// <summary>Nothing was begun, or all has ended.</summary>
    Stopped,

    /// <summary>Looks for the server, or waits for it to answer.</summary>
    Connecting,

    /// <summary>Has said who it is.</summary>
    LoggingIn,

    /// <summary>Is there.</summary>
    Online,

    /// <summary>Comes again after a while.</summary>
    Waiting,
}
