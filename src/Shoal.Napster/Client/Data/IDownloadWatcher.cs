namespace Shoal.Napster.Client.Data;

/// <summary>Hears of a download, on the loop.</summary>
internal interface IDownloadWatcher
{
    /// <summary>The partial file is open: <see cref="Download.Position"/> says what is there already.</summary>
    void OnReady(Download download);

    /// <summary>A peer sends; the size is known from now on.</summary>
    void OnBegan(Download download);

    /// <summary>About each second while bytes move.</summary>
    void OnProgress(Download download);

    /// <summary>A try ended; the download is still open, unless it is done or its disk failed, and another may begin.</summary>
    void OnEnded(Download download, DataEnd end);
}
