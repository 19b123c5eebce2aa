namespace Shoal.Napster.Client.Downloads;

/// <summary>How far a download is.</summary>
public enum DownloadState
{
    /// <summary>Waits for its turn here, or for the server.</summary>
    Waiting,

    /// <summary>Its owner is asked.</summary>
    Asking,

    /// <summary>Stands in its owner's queue.</summary>
    Queued,

    /// <summary>Its owner is connected to, or connects to us.</summary>
    Connecting,

    /// <summary>Comes.</summary>
    Receiving,

    /// <summary>Did not go well, and is tried again.</summary>
    Retrying,

    /// <summary>Is there, whole.</summary>
    Done,

    /// <summary>Will not be had.</summary>
    Failed,
}
