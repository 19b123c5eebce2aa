namespace Shoal.Napster.Client.Data;

/// <summary>Hears of an upload, on the loop.</summary>
internal interface IUploadWatcher
{
    /// <summary>The peer asked and is sent to, or the peer that we connected to takes the file.</summary>
    void OnBegan(Upload upload);

    /// <summary>About each second while bytes move.</summary>
    void OnProgress(Upload upload);

    /// <summary>Once, whether or not it began.</summary>
    void OnEnded(Upload upload, DataEnd end);
}
