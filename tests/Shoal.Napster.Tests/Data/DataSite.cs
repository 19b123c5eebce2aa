using System.Collections.Concurrent;
using System.Text;
using Shoal.Metainfo;
using Shoal.Napster.Client.Data;
using Shoal.Net.Rates;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Napster.Tests.Data;

/// <summary>One client's data port on real sockets, with a folder of its own. Its desk gives what the test granted.</summary>
internal sealed class DataSite : IDataDesk, IUploadWatcher, IDownloadWatcher, IDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly WorkerThreads _workers = new(2);
    private readonly Dictionary<string, UploadGrant> _grants = [];
    private readonly ConcurrentQueue<Exception> _crashes = new();
    private readonly bool _ownsFolder;

    public DataSite(bool isPortable = false, string? folder = null, long? up = null, long? down = null)
    {
        var sockets = new SystemSockets(isPortable);
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("shoal-data-").FullName;
        Loop = sockets.CreateLoop("data", _crashes.Enqueue);
        Unlimited = new TokenBucket(SystemClock.Instance, null);
        Port = new DataPort(
            new DataWorld(Loop, sockets.Transport, _workers, new TokenBucket(SystemClock.Instance, up), new TokenBucket(SystemClock.Instance, down), isPortable), this);
        Assert.Null(On(() => Port.Start(Endpoint.FromBytes([127, 0, 0, 1], 0))));
        Local = On(() => Port.Local!.Value);
    }

    public string Nick { get; init; } = "ann";

    public string Folder { get; }

    public Loop Loop { get; }

    public DataPort Port { get; }

    public Endpoint Local { get; }

    public TokenBucket Unlimited { get; }

    public BlockingCollection<Upload> Uploads { get; } = [];

    public BlockingCollection<DataEnd> UploadEnds { get; } = [];

    public BlockingCollection<DataEnd> DownloadEnds { get; } = [];

    public BlockingCollection<Download> Ready { get; } = [];

    /// <summary>The download that waits to be pushed.</summary>
    public Download? Awaited { get; set; }

    /// <summary>Our files, for who asks.</summary>
    public IShareLines? List { get; set; }

    /// <summary>Who hears a list that is brought.</summary>
    public IBrowseWatcher? Brought { get; set; }

    public T On<T>(Func<T> call)
    {
        using var answer = new BlockingCollection<T>();
        Loop.Post(() => answer.Add(call()));
        return TakeOf(answer);
    }

    public void On(Action call) => On(() =>
    {
        call();
        return true;
    });

    /// <summary>Grants a file with that content to whoever calls itself by the nick.</summary>
    public UploadGrant Grant(string nick, string path, byte[] content, bool withHash = true)
    {
        var file = Path.Combine(Folder, $"shared-{_grants.Count}");
        File.WriteAllBytes(file, content);
        var hash = new Sha256Hash(System.Security.Cryptography.SHA256.HashData(content));
        return GrantFile(nick, path, file, withHash ? hash : null);
    }

    public UploadGrant GrantFile(string nick, string path, string file, Sha256Hash? hash)
    {
        var grant = new UploadGrant(file, Encoding.UTF8.GetBytes(path), new FileInfo(file).Length, File.GetLastWriteTimeUtc(file).Ticks, hash, Unlimited, this);
        _grants[$"{nick} {path}"] = grant;
        return grant;
    }

    /// <summary>Opens a download and waits until it is ready.</summary>
    public Download Open(string nick, string path, long? size, string name = "a.bin", Sha256Hash? hash = null)
    {
        On(() => Port.Download(new DownloadOrder(nick, Encoding.UTF8.GetBytes(path), size, hash, Folder, name, Unlimited), this));
        return TakeOf(Ready);
    }

    /// <summary>One try; how it ended.</summary>
    public DataEnd Fetch(Download download, Endpoint from)
    {
        On(() => download.Fetch(from));
        return TakeOf(DownloadEnds);
    }

    public static T TakeOf<T>(BlockingCollection<T> things) =>
        things.TryTake(out var thing, Deadline) ? thing : throw new TimeoutException($"no {typeof(T).Name} came within {Deadline}");

    public UploadGrant? OnGet(Endpoint from, string nick, ReadOnlySpan<byte> path) => _grants.GetValueOrDefault($"{nick} {Encoding.UTF8.GetString(path)}");

    public Download? OnSend(Endpoint from, string nick, ReadOnlySpan<byte> path, long size) =>
        Awaited is { } download && download.Order.Nick == nick && path.SequenceEqual(download.Order.Path) ? download : null;

    public IShareLines? OnGetList(Endpoint from) => List;

    public IBrowseWatcher? OnSendList(Endpoint from, string nick) => Brought;

    public void OnBegan(Upload upload) => Uploads.Add(upload);

    public void OnProgress(Upload upload)
    {
    }

    public void OnEnded(Upload upload, DataEnd end) => UploadEnds.Add(end);

    public void OnReady(Download download) => Ready.Add(download);

    public void OnBegan(Download download)
    {
    }

    public void OnProgress(Download download)
    {
    }

    public void OnEnded(Download download, DataEnd end) => DownloadEnds.Add(end);

    public void Dispose()
    {
        On(Port.Stop);
        ((IDisposable)Loop).Dispose();
        _workers.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }

        Assert.Empty(_crashes);
    }
}
