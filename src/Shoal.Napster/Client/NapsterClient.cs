using Shoal.Napster.Client.Browsing;
using Shoal.Napster.Client.Chat;
using Shoal.Napster.Client.Data;
using Shoal.Napster.Client.Downloads;
using Shoal.Napster.Client.Files;
using Shoal.Napster.Client.People;
using Shoal.Napster.Client.Saving;
using Shoal.Napster.Client.Searching;
using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Client.Sharing;
using Shoal.Napster.Client.Uploads;
using Shoal.Napster.Client.Wishes;
using Shoal.Napster.Protocol;
using Shoal.Net.Rates;
using Shoal.Runtime;

namespace Shoal.Napster.Client;

/// <summary>
/// A user on a Napster server: what it shares, looks for, fetches and says. Everything is decided on its loop; public methods may be called from any thread.
/// <code>
///   ServerLink ─► ServerSession ─► Questions: answers           ShareAnnouncer ─► ServerLink
///                       └────────► MessageRouter ─► ChatDesk, DownloadDesk, UploadDesk, WishDesk
///   DataPort ◄─► other users                              └──► DataPort
/// </code>
/// </summary>
public sealed class NapsterClient : ISessionOwner, IDataDesk
{
    private readonly NapsterClientWorld _world;
    private readonly Questions _questions;
    private readonly MessageRouter _router = new();
    private readonly ServerNews _news;
    private readonly ChatDesk _chat;
    private readonly WishDesk _wishes;
    private readonly UploadDesk _uploads;
    private readonly BrowseDesk _browses;
    private readonly ShareAnnouncer _announcer;
    private readonly SavedList _savedDownloads;
    private readonly List<INapsterWatcher> _watchers = [];
    private SessionState _told;
    private bool _isClosed;

    private NapsterClient(NapsterClientWorld world, NapsterClientOptions options, ShareIndex shares, bool isPortable)
    {
        _world = world;
        Options = options;
        Session = new ServerSession(world, options, this);
        _questions = new Questions(world.Loop, Session);
        Data = new DataPort(
            new DataWorld(world.Loop, world.Transport, world.Workers, new TokenBucket(world.Loop.Time, options.UpRate), new TokenBucket(world.Loop.Time, options.DownRate), isPortable), this);
        _news = new ServerNews(this);
        _news.Register(_router);
        _chat = new ChatDesk(this);
        _chat.Register(_router);
        Downloads = new DownloadDesk(this);
        Downloads.Register(_router);
        _uploads = new UploadDesk(this, shares);
        _uploads.Register(_router);
        _browses = new BrowseDesk(this, shares);
        _browses.Register(_router);
        _announcer = new ShareAnnouncer(this, shares);
        _wishes = new WishDesk(this, Path.Combine(options.StateFolder, "wishes.json"), StateFile.Read(Path.Combine(options.StateFolder, "wishes.json")));
        _wishes.Register(_router);
        var downloads = Path.Combine(options.StateFolder, "downloads.json");
        _savedDownloads = new SavedList(this, downloads, json => SavedDownloads.Write(json, Downloads.All));
        foreach (var entry in SavedDownloads.Read(StateFile.Read(downloads)).Take(Limits.Downloads))
        {
            Downloads.Restore(entry);
        }

    }

    internal NapsterClientOptions Options { get; }

    internal ServerSession Session { get; }

    internal DataPort Data { get; }

    internal DownloadDesk Downloads { get; }

    internal Loop Loop => _world.Loop;

    internal IChance Chance => _world.Chance;

    string IDataDesk.Nick => Options.Nick;

    /// <summary>Opens the data port, and begins to come to the server. On the loop.</summary>
    /// <param name="world">What it is given.</param>
    /// <param name="options">What it is told.</param>
    /// <param name="shares">What it shares.</param>
    /// <param name="isPortable">Files are read and written by the framework's calls alone.</param>
    /// <param name="failure">Why there is none, part of a sentence.</param>
    public static NapsterClient? Start(NapsterClientWorld world, NapsterClientOptions options, ShareIndex shares, bool isPortable, out string? failure)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(shares);
        var client = new NapsterClient(world, options, shares, isPortable);
        failure = null;
        if (options.DataPort is { } port)
        {
            var local = Endpoint.From(options.Bind ?? System.Net.IPAddress.Any, port);
            failure = client.Data.Start(local);
            if (failure is not null)
            {
                failure = $"{local} ({failure})";
                client.CloseOnLoop();
                return null;
            }

            client.Session.DataPort = client.Data.Local?.Port ?? 0;
        }

        client.Session.Start();
        return client;
    }

    /// <summary>Hears of everything from now on, the present state first.</summary>
    public void Watch(INapsterWatcher watcher) => Loop.Post(() =>
    {
        _watchers.Add(watcher);
        watcher.OnState(Status());
    });

    /// <summary>Hears of nothing more.</summary>
    public void Unwatch(INapsterWatcher watcher) => Loop.Post(() => _watchers.Remove(watcher));

    /// <summary>How it stands.</summary>
    public Task<NapsterStatus> StatusAsync() => Loop.AskAsync(Status);

    /// <summary>What is shared has changed: the server is told at once instead of soon.</summary>
    public void LookAtShares() => Loop.Post(_announcer.Look);

    /// <summary>One page of what the server finds; <paramref name="cursor"/>: <see cref="FoundFiles.Next"/> of the page before.</summary>
    /// <exception cref="NapsterException">The server refuses, or is not there.</exception>
    public Task<FoundFiles> SearchAsync(FileSearch search, string? cursor = null) => AskAsync(new SearchQuestion(search, cursor));

    /// <summary>What a user shares, as the server tells it: some thousand files at most.</summary>
    /// <exception cref="NapsterException">The user, or the server, is not there.</exception>
    public Task<IReadOnlyList<RemoteFile>> BrowseAsync(string nick) => AskAsync(new BrowseQuestion(nick));

    /// <summary>All that a user shares, straight from himself.</summary>
    /// <exception cref="NapsterException">The user cannot be reached, or the server is not there.</exception>
    public async Task<IReadOnlyList<RemoteFile>> BrowseDirectlyAsync(string nick) => await await Loop.AskAsync(() => _browses.AskAsync(nick));

    /// <summary>Who a user is.</summary>
    /// <exception cref="NapsterException">Nobody knows, or the server is not there.</exception>
    public Task<UserInfo> WhoIsAsync(string nick) => AskAsync(new WhoIsQuestion(nick));

    /// <summary>All users, for those who may see them.</summary>
    /// <exception cref="NapsterException">We may not, or the server is not there.</exception>
    public Task<IReadOnlyList<UserRow>> UsersAsync() => AskAsync(new UsersQuestion(null));

    /// <summary>The users of a channel; who is not in it goes in and out again.</summary>
    /// <exception cref="NapsterException">We may not, or the server is not there.</exception>
    public async Task<IReadOnlyList<UserRow>> UsersAsync(string channel) =>
        await AskAsync(await Loop.AskAsync<QuestionFor<IReadOnlyList<UserRow>>>(() => _chat.IsIn(channel) ? new UsersQuestion(channel) : new MembersQuestion(channel)));

    /// <summary>The channels that there are.</summary>
    /// <exception cref="NapsterException">The server is not there.</exception>
    public Task<IReadOnlyList<ChannelInfo>> ChannelsAsync() => AskAsync(new ChannelsQuestion());

    /// <summary>Writes to a user in private; returns what the server says is wrong, or nothing.</summary>
    /// <exception cref="NapsterException">The server is not there.</exception>
    public Task<IReadOnlyList<string>> MessageAsync(string nick, string text) => AskAsync(new Command(MessageType.PrivateMessage, $"{nick} {text}"));

    /// <summary>Sends any message of the protocol, its number first: for what operators and the curious do. Returns what the server says to it, an error or a notice.</summary>
    /// <exception cref="NapsterException">It has no number, or the server is not there.</exception>
    public Task<IReadOnlyList<string>> CommandAsync(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var space = message.IndexOf(' ', StringComparison.Ordinal);
        return ushort.TryParse(space < 0 ? message : message[..space], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? AskAsync(new Command((MessageType)number, space < 0 ? "" : message[(space + 1)..]))
            : throw new NapsterException($"'{message}' does not begin with the number of a message");
    }

    /// <summary>Goes into a channel; watchers hear who is there and what is said.</summary>
    public void Join(string channel) => Loop.Post(() => _chat.Join(channel));

    /// <summary>Goes out of it.</summary>
    public void Leave(string channel) => Loop.Post(() => _chat.Leave(channel));

    /// <summary>Says something in a channel. We hear it too, as everybody there.</summary>
    public void Say(string channel, string text) => Loop.Post(() => _chat.Say(channel, text));

    /// <summary>Does something in a channel, such as to wave.</summary>
    public void Emote(string channel, string text) => Loop.Post(() => _chat.Emote(channel, text));

    /// <summary>Sets what is spoken of.</summary>
    public void SetTopic(string channel, string topic) => Loop.Post(() => _chat.SetTopic(channel, topic));

    /// <summary>Wants a file, until it is there or cannot be had; kept over a restart.</summary>
    /// <param name="file">Which.</param>
    /// <param name="folder">Where it shall lie.</param>
    /// <exception cref="NapsterException">Too many are wanted already.</exception>
    public Task<DownloadView> GetAsync(RemoteFile file, string folder) => TryAsync(() => View(Downloads.Add(file, folder)));

    /// <summary>What is wanted, in the order in which it was.</summary>
    public Task<IReadOnlyList<DownloadView>> DownloadsAsync() => Loop.AskAsync<IReadOnlyList<DownloadView>>(() => [.. Downloads.All.Select(View)]);

    /// <summary>What others want of us.</summary>
    public Task<IReadOnlyList<UploadView>> UploadsAsync() => Loop.AskAsync(() => _uploads.Views);

    /// <summary>Does not want it any more; false where there is no such download.</summary>
    public Task<bool> RemoveAsync(int id) => WithDownloadAsync(id, Downloads.Remove);

    /// <summary>Tries it again at once; false where there is no such download.</summary>
    public Task<bool> RetryAsync(int id) => WithDownloadAsync(id, Downloads.Retry);

    /// <summary>Looks for files from now on, and fetches them where a folder is given.</summary>
    /// <exception cref="NapsterException">Too many searches are kept already.</exception>
    public Task AddWishAsync(string name, FileSearch search, string? folder) => TryAsync(() =>
    {
        _wishes.Add(name, search, folder);
        return true;
    });

    /// <summary>The searches that go on.</summary>
    public Task<IReadOnlyList<WishView>> WishesAsync() => Loop.AskAsync(() => _wishes.Views);

    /// <summary>Ends one; false where there is none that is called so.</summary>
    public Task<bool> RemoveWishAsync(string name) => Loop.AskAsync(() => _wishes.Remove(name));

    /// <summary>Leaves the server, and ends all transfers: what was wanted is gone on with the next time.</summary>
    public Task CloseAsync() => Loop.AskAsync(CloseOnLoop);

    /// <inheritdoc/>
    void ISessionOwner.OnState()
    {
        if (Session.State == SessionState.Online)
        {
            _announcer.OnOnline();
            _wishes.OnOnline();
            _chat.OnOnline();
            Downloads.OnOnline();
        }
        else if (_told == SessionState.Online)
        {
            _questions.FailAll(Session.Trouble ?? "not connected to a server");
            _announcer.OnOffline();
            _wishes.OnOffline();
            _browses.OnOffline();
            Downloads.OnOffline();
        }

        _told = Session.State;
        var status = Status();
        Tell(watcher => watcher.OnState(status));
    }

    /// <inheritdoc/>
    void ISessionOwner.OnMessage(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (!_questions.Hear(type, payload))
        {
            _router.Handle(type, payload);
        }
    }

    /// <inheritdoc/>
    UploadGrant? IDataDesk.OnGet(Endpoint from, string nick, ReadOnlySpan<byte> path) => _uploads.FindGrant(nick, path);

    /// <inheritdoc/>
    Download? IDataDesk.OnSend(Endpoint from, string nick, ReadOnlySpan<byte> path, long size) => Downloads.FindOffered(nick, path);

    /// <inheritdoc/>
    IShareLines? IDataDesk.OnGetList(Endpoint from) => _browses.Give();

    /// <inheritdoc/>
    IBrowseWatcher? IDataDesk.OnSendList(Endpoint from, string nick) => _browses.Take(nick);

    /// <summary>Tells everybody who wants to know.</summary>
    internal void Tell(Action<INapsterWatcher> tell)
    {
        foreach (var watcher in _watchers.ToArray())
        {
            tell(watcher);
        }
    }

    /// <summary>Has something done by a worker, and goes on with its result.</summary>
    internal void Do<T>(Func<T> work, Action<T> then) => Data.World.OnWorker(work, result =>
    {
        if (!_isClosed)
        {
            then(result);
        }
    });

    /// <summary>Asks the server something and goes on with the answer; null where there is none.</summary>
    internal void Ask<T>(QuestionFor<T> question, Action<T?> then)
        where T : class
    {
        question.Then = then;
        _questions.Ask(question);
    }

    /// <summary>A download changed.</summary>
    internal void Changed(DownloadEntry entry, bool isSaved = true)
    {
        var view = View(entry);
        Tell(watcher => watcher.OnDownload(view));
        if (isSaved)
        {
            SaveDownloads();
        }
    }

    internal void SaveDownloads() => _savedDownloads.Touch();

    internal Download OpenDownload(DownloadEntry entry) => Data.Download(
        new DownloadOrder(
            entry.File.Nick, entry.File.Name.ToArray(), entry.File.Size > 0 ? entry.File.Size : null, entry.File.Sha256, entry.Folder, entry.Name, new TokenBucket(Loop.Time, null)),
        Downloads);

    private NapsterStatus Status() => new(
        Session.State, Session.Kind, Session.ServerName, Session.Trouble, Session.DataPort, _announcer.Told, _news.Users, _news.Files, _news.Gigabytes);

    private DownloadView View(DownloadEntry entry) => new(
        entry.Id,
        entry.File.Nick,
        entry.Name,
        entry.Target ?? Path.Combine(entry.Folder, entry.Name),
        entry.State,
        entry.Open is { Size: { } size } ? size : entry.File.Size,
        entry.Received,
        entry.Place,
        entry.Reason,
        entry.State == DownloadState.Retrying ? entry.Due - Loop.Now : null,
        entry.File.Sha256,
        entry.IsVerified);

    private Task<T> AskAsync<T>(QuestionFor<T> question)
    {
        Loop.Post(() => _questions.Ask(question));
        return question.Done;
    }

    /// <summary>What cannot be is told to who asked, and does not end the loop.</summary>
    private Task<T> TryAsync<T>(Func<T> deed)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() =>
        {
            try
            {
                done.SetResult(deed());
            }
            catch (NapsterException e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private Task<bool> WithDownloadAsync(int id, Action<DownloadEntry> deed) => Loop.AskAsync(() =>
    {
        var entry = Downloads.All.FirstOrDefault(each => each.Id == id);
        if (entry is not null)
        {
            deed(entry);
        }

        return entry is not null;
    });

    private void CloseOnLoop()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            Data.Stop();
            Downloads.Stop();
            _uploads.Stop();
            _announcer.Stop();
            _wishes.Stop();
            _savedDownloads.WriteNow();
            Session.Stop(null);
        }
    }
}
