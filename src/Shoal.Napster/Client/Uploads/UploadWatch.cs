using Shoal.Napster.Client.Data;

namespace Shoal.Napster.Client.Uploads;

/// <summary>Hears how it goes with what one user asked for.</summary>
internal sealed class UploadWatch(UploadDesk desk, UploadEntry entry) : IUploadWatcher
{
    public void OnBegan(Upload upload) => desk.OnBegan(entry, upload);

    public void OnProgress(Upload upload) => entry.Sent = upload.Position;

    public void OnEnded(Upload upload, DataEnd end) => desk.OnEnded(entry, upload);
}
