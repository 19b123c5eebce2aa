using System.Text;
using Shoal.Napster.Client.Data;
using Shoal.Runtime;

namespace Shoal.DataBench;

/// <summary>Gives its one file to everybody, and says how each transfer ended.</summary>
internal sealed class Desk : IDataDesk, IUploadWatcher, IDownloadWatcher
{
    public static readonly byte[] Path = Encoding.ASCII.GetBytes(@"\bench\file.bin");
    private readonly TaskCompletionSource _ready = new();
    private readonly TaskCompletionSource<DataEnd> _end = new();

    public string Nick => "bench";

    public UploadGrant? Grant { get; set; }

    public Task Ready => _ready.Task;

    public Task<DataEnd> End => _end.Task;

    public UploadGrant? OnGet(Endpoint from, string nick, ReadOnlySpan<byte> path) => Grant;

    public Download? OnSend(Endpoint from, string nick, ReadOnlySpan<byte> path, long size) => null;

    public void OnBegan(Upload upload)
    {
    }

    public void OnProgress(Upload upload)
    {
    }

    public void OnEnded(Upload upload, DataEnd end) => _end.TrySetResult(end);

    public void OnReady(Download download) => _ready.TrySetResult();

    public void OnBegan(Download download)
    {
    }

    public void OnProgress(Download download)
    {
    }

    public void OnEnded(Download download, DataEnd end) => _end.TrySetResult(end);
}
