using System.Collections.Concurrent;
using Shoal.Napster.Client;
using Shoal.Napster.Client.Chat;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Net.Sockets;
using Shoal.Net.Sockets.Names;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Napster.Tests.Users;

/// <summary>A user with a loop, a shared folder, and a folder for what is fetched; writes down what it hears.</summary>
internal sealed class Townsman : INapsterWatcher, IDisposable
{
    private readonly Town _town;
    private readonly SystemSockets _sockets = new(SystemSockets.MustBePortable);
    private readonly WorkerThreads _workers = new(2);
    private readonly Loop _loop;
    private readonly ShareIndex _index;
    private readonly ConcurrentQueue<string> _story = new();
    private volatile NapsterStatus? _status;

    public Townsman(Town town, string nick, (string Name, byte[] Content)[] files, Func<NapsterClientOptions, NapsterClientOptions> change)
    {
        _town = town;
        Nick = nick;
        _loop = _sockets.CreateLoop(nick, e => Fault = e);
        Folder = Directory.CreateDirectory(Path.Combine(town.Folder, nick)).FullName;
        Shared = Directory.CreateDirectory(Path.Combine(Folder, "music")).FullName;
        Fetched = Path.Combine(Folder, "fetched");
        foreach (var (name, content) in files)
        {
            Put(name, content);
        }

        _index = ShareIndex.Open(Path.Combine(Folder, "shares.db"));
        Scan();
        var options = new NapsterClientOptions
        {
            Host = "127.0.0.1",
            Port = town.Port,
            Nick = nick,
            Password = "secret",
            DataPort = 0,
            Bind = System.Net.IPAddress.Loopback,
            StateFolder = Folder,
        };
        Options = change(options);
        Client = town.Wait(_loop.AskAsync(() =>
        {
            var world = new NapsterClientWorld(_loop, _sockets.Transport, new SystemNames(), _workers, new SeededChance(1));
            var client = NapsterClient.Start(world, Options, _index, isPortable: false, out var failure);
            Assert.Null(failure);
            return client!;
        }));
        Client.Watch(this);
    }

    public string Nick { get; }

    public string Folder { get; }

    public string Shared { get; }

    public string Fetched { get; }

    public NapsterClientOptions Options { get; }

    public NapsterClient Client { get; }

    public volatile Exception? Fault;

    /// <summary>What it heard.</summary>
    public string Story => $"{Nick}: {string.Join(", ", _story)}";

    public bool IsOnline => _status?.State == SessionState.Online;

    /// <summary>What it heard, a line for each.</summary>
    public IReadOnlyCollection<string> Heard => _story;

    public void Put(string name, byte[] content)
    {
        var path = Path.Combine(Shared, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
    }

    public void Scan() => new ShareScan(_index, TimeProvider.System).Run([Shared], CancellationToken.None);

    /// <summary>Waits until it is there, and the server knows what it shares.</summary>
    public Townsman Settle()
    {
        var files = _index.Totals.Files;
        _town.Until($"{Nick} is there with {files} files", () => IsOnline && _town.Wait(Client.StatusAsync()).SharedFiles == files && FilesOnServer() == files);
        return this;
    }

    public IReadOnlyList<RemoteFile> Search(string words) => _town.Wait(Client.SearchAsync(new FileSearch { Words = words })).Files;

    /// <summary>Fetches it, and waits until it is there or cannot be had.</summary>
    public DownloadView Get(RemoteFile file)
    {
        var id = _town.Wait(Client.GetAsync(file, Fetched)).Id;
        return Await(id, static view => view.State is DownloadState.Done or DownloadState.Failed);
    }

    public DownloadView Await(int id, Func<DownloadView, bool> isSo)
    {
        DownloadView? view = null;
        _town.Until($"download {id}", () => (view = _town.Wait(Client.DownloadsAsync()).First(each => each.Id == id)) is not null && isSo(view));
        return view!;
    }

    public void OnState(NapsterStatus status)
    {
        _status = status;
        _story.Enqueue($"[{status.State}{(status.Trouble is null ? "" : $": {status.Trouble}")}]");
    }

    public void OnNotice(string text) => _story.Enqueue($"notice {text}");

    public void OnMessage(string nick, string text) => _story.Enqueue($"<{nick}> {text}");

    public void OnChannel(ChannelEvent happening) => _story.Enqueue($"{happening.Kind} {happening.Channel} {happening.Nick} {happening.Text}".TrimEnd());

    public void OnDownload(DownloadView download) => _story.Enqueue($"{download.State} {download.Text} {download.Reason}".TrimEnd());

    public void OnWish(string name, RemoteFile file) => _story.Enqueue($"wish {name} {file.Text}");

    /// <summary>Its program is killed: nothing is told to anybody.</summary>
    public void Dispose()
    {
        if (Fault is null)
        {
            _town.Wait(Client.CloseAsync());
        }

        (_loop as IDisposable)?.Dispose();
        _workers.Dispose();
        _index.Dispose();
    }

    private long FilesOnServer() => _town.Wait(_town.Server.ReadAsync()).Catalog.Files is var all && all >= _index.Totals.Files ? _index.Totals.Files : -1;
}
