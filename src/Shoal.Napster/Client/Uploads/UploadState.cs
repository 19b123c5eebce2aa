namespace Shoal.Napster.Client.Uploads;

/// <summary>How far an upload is.</summary>
public enum UploadState
{
    /// <summary>Waits for a slot.</summary>
    Waiting,

    /// <summary>Has a slot, and is expected to come for it.</summary>
    Offered,

    /// <summary>Is sent.</summary>
    Sending,
}
