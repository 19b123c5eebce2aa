using System.Reflection;
using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Cataloging;
using Shoal.Napster.Server.Channels;
using Shoal.Napster.Server.Conduct;
using Shoal.Napster.Server.Control;
using Shoal.Napster.Server.Friends;
using Shoal.Napster.Server.Messages;
using Shoal.Napster.Server.Reachability;
using Shoal.Napster.Server.Redirector;
using Shoal.Napster.Server.Searching;
using Shoal.Napster.Server.Sessions;
using Shoal.Napster.Server.Sharing;
using Shoal.Napster.Server.Statistics;
using Shoal.Napster.Server.Transfers;
using Shoal.Napster.Server.Wishes;
using Shoal.Net;
using Shoal.Runtime;
using Shoal.Web.Metrics;

namespace Shoal.Napster.Server;

/// <summary>
/// A Napster server. Everything is decided on its loop; what blocks is done by workers, and who asked for it waits. Files never travel through it.
/// <code>
///   link ─► ClientConnection ─► Session ─► Router ─► Logins, Shares, Searches, Browses, Transfers, Channels …
///                                                        └─► CatalogDesk ─► ICatalog
/// </code>
/// </summary>
public sealed class NapsterServer : IAcceptHandler
{
    internal static readonly string Version = typeof(NapsterServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private readonly List<IListener> _listeners = [];

    /// <summary>Ports at which nobody logs in.</summary>
    private readonly List<IListener> _others = [];
    private readonly LinkedList<Session> _strangers = [];
    private readonly LoopTimer _sweep;
    private readonly DateTimeOffset _started;
    private readonly TimeSpan _start;
    private bool _isClosed;

    private NapsterServer(NapsterWorld world, NapsterOptions options)
    {
        World = world;
        Options = options;
        _started = world.Loop.Time.GetUtcNow();
        _start = world.Loop.Now;
        Catalog = new CatalogDesk(this, world.Catalog);
        Router = new Router(options.Dialect);
        Conduct = new ConductDesk(this);
        Administration = new AdministrationDesk(this);
        new Logins(this).Register(Router);
        new Shares(this).Register(Router);
        new Searches(this).Register(Router);
        new Browses(this).Register(Router);
        new TransferDesk(this).Register(Router);
        Figures = new Figures(this);
        Figures.Register(Router);
        Wishes = new WishDesk(this);
        Wishes.Register(Router);
        PortChecks = new PortChecks(this);
        Watchers.Add(PortChecks);
        new PrivateMessages(this).Register(Router);
        new Pings(this).Register(Router);
        new WhoIs(this).Register(Router);
        new Announcements(this).Register(Router);
        new Hotlists(this).Register(Router);
        new IgnoreLists(this).Register(Router);
        Channels = new ChannelDesk(this);
        Channels.Register(Router);
        Watchers.Add(new Sightings(this));
        if (options.Dialect.IsOld)
        {
            Router.Forget(MessageType.Version, MessageType.UnshareAll, MessageType.DirectBrowse, MessageType.DirectBrowseAck, MessageType.TransportTest);
        }

        _sweep = Loop.CreateTimer(Sweep);
        _sweep.Arm(Limits.SweepPause);
    }

    /// <summary>Where it listens, with the ports that were really given.</summary>
    public IReadOnlyList<Endpoint> Listening => _listeners.ConvertAll(static listener => listener.Local);

    internal NapsterWorld World { get; }

    internal NapsterOptions Options { get; set; }

    internal Loop Loop => World.Loop;

    internal Dialect Dialect => Options.Dialect;

    internal Roster Roster { get; } = new();

    internal Router Router { get; }

    internal CatalogDesk Catalog { get; }

    internal Figures Figures { get; }

    internal WishDesk Wishes { get; }

    internal ChannelDesk Channels { get; }

    internal PortChecks PortChecks { get; }

    internal ConductDesk Conduct { get; }

    internal AdministrationDesk Administration { get; }

    /// <summary>Connections that there are.</summary>
    internal int Connected => _strangers.Count + Roster.Count;

    internal BufferPool Buffers { get; } = new();

    internal NapsterCounters Counters { get; } = new();

    /// <summary>Where connections read, one after the other.</summary>
    internal byte[] Input { get; } = new byte[Limits.Input];

    /// <summary>Told of each user that came, and of each that went.</summary>
    internal List<IRosterWatcher> Watchers { get; } = [];

    /// <summary>Opens every port, or none. On the loop.</summary>
    /// <param name="world">What it is given.</param>
    /// <param name="options">What it is told.</param>
    /// <param name="failure">Why there is no server, part of a sentence.</param>
    public static NapsterServer? Start(NapsterWorld world, NapsterOptions options, out string? failure)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(options);
        var server = new NapsterServer(world, options);
        failure = null;
        foreach (var (local, handler) in options.Listen.Select(local => (local, (IAcceptHandler)server)).Concat(new RedirectorDesk(server).Ports))
        {
            if (world.Transport.Listen(world.Loop, local, handler, out var reason) is not { } listener)
            {
                failure = $"{local} ({reason})";
                server.Close();
                return null;
            }

            (handler == server ? server._listeners : server._others).Add(listener);
        }

        return server;
    }

    /// <summary>All that there is to tell of it. Any thread may ask.</summary>
    public Task<NapsterReading> ReadAsync() => Loop.AskAsync(Read);

    /// <summary>Ends when the loop came by: not at all when it is stuck.</summary>
    public Task PassAsync() => Loop.AskAsync(static () => { });

    /// <summary>Tells everybody, and closes all. On the loop.</summary>
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        _sweep.Disarm();
        Figures.Stop();
        _listeners.ForEach(static listener => listener.Close());
        _others.ForEach(static listener => listener.Close());
        foreach (var session in Roster.All.Concat(_strangers).ToList())
        {
            session.Connection.End();
            session.Connection.FlushOnLoop();
            session.Connection.Close();
        }
    }

    /// <summary>Somebody connected.</summary>
    public void OnAccepted(ILink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        Counters.Connections++;
        var connection = new ClientConnection(link, this);
        connection.Session = new Session(connection, this);
        connection.Session.Waiting = _strangers.AddLast(connection.Session);
        connection.Begin();
        if (Conduct.Meet(connection.Session) is { } refusal)
        {
            Counters.RefusedConnections++;
            connection.Session.Expel(refusal);
        }
    }

    /// <summary>
    /// Does what an operator says to operserv, with the authority of whoever owns the server: "level ann elite", "register ann PASSWORD ann@example.org admin", "ban 1.2.3.* \"spam\" 3600",
    /// "banlist", "kill ann", "config max_results 50". On the loop; where a password is hashed or the database written, it waits for that.
    /// </summary>
    /// <returns>What it answers, a line for each message.</returns>
    public IReadOnlyList<string> Administer(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return Administration.Administer(command);
    }

    /// <summary>A stranger is a user now.</summary>
    internal void Admit(Session session)
    {
        session.IsUser = true;
        NoStranger(session);
        Counters.Logins++;
        Roster.Add(session);
        Catalog.Write(new CatalogChange(ChangeKind.Arrive, session.Owner, Presence: session.Presence), session);
        Watchers.ForEach(watcher => watcher.OnCame(session));
    }

    /// <summary>A connection ended.</summary>
    internal void OnClosed(Session session)
    {
        NoStranger(session);
        Remove(session);
        Conduct.OnClosed(session);
    }

    /// <summary>A user is none any longer, whether or not its connection is there.</summary>
    internal void Remove(Session session)
    {
        if (session.IsUser)
        {
            session.IsUser = false;
            Roster.Remove(session);
            Catalog.Write(new CatalogChange(ChangeKind.Depart, session.Owner), session);
            Watchers.ForEach(watcher => watcher.OnWent(session));
        }
    }

    /// <summary>Has something done that blocks; the session's next messages wait, and it hears of the end while it is there.</summary>
    internal void Do<T>(Session session, IWorkers workers, Func<T> work, Action<T> then)
    {
        session.Connection.Hold();
        var errand = new Errand<T>(
            work,
            result =>
            {
                if (!session.Connection.IsEnding)
                {
                    then(result);
                }

                session.Connection.Release();
            },
            failure =>
            {
                Trouble("a database could not be used", failure);
                session.Expel("the server has trouble with its database: come again later");
                session.Connection.Release();
            });
        workers.Submit(errand, Loop, errand);
    }

    /// <summary>The same for what has no result.</summary>
    internal void Do(Session session, IWorkers workers, Action work, Action then) => Do(session, workers, Done(work), _ => then());

    /// <summary>Has something written; the session's next messages wait, and the rest is done when it is on disk, whether or not the session is there then.</summary>
    internal void Save(Session? session, Action write, Action then) => Save(session, write, then, failure =>
    {
        Trouble("a database could not be written", failure);
        session?.Notice("the server has trouble with its database: this will be forgotten when it is started again");
    });

    /// <summary>The same where what becomes of a failure is said too. Nobody waits without a session.</summary>
    internal void Save(Session? session, Action write, Action then, Action<Exception> failed)
    {
        session?.Connection.Hold();
        var errand = new Errand<bool>(
            Done(write),
            _ =>
            {
                then();
                session?.Connection.Release();
            },
            failure =>
            {
                failed(failure);
                session?.Connection.Release();
            });
        World.Writer.Submit(errand, Loop, errand);
    }

    private static Func<bool> Done(Action work) => () =>
    {
        work();
        return true;
    };

    /// <summary>Something went wrong that an operator should know.</summary>
    internal void Trouble(string what, Exception failure) => World.Log.Trouble(what, failure);

    private NapsterReading Read() => new()
    {
        Version = Version,
        Started = _started,
        Uptime = Loop.Now - _start,
        Listening = Listening,
        Users = Roster.Count,
        Connections = Roster.Count + _strangers.Count,
        // Not the catalog's own count, in which those who have just gone are until that is written.
        Catalog = Catalog.Counts with { Files = Roster.All.Sum(static session => (long)session.Files), Bytes = Roster.All.Sum(static session => session.Bytes) },
        Totals = Counters.Read(),
        Process = ProcessReading.Take(),
    };

    private void NoStranger(Session session)
    {
        if (session.Waiting is { } node)
        {
            session.Waiting = null;
            _strangers.Remove(node);
        }
    }

    private void Sweep()
    {
        while (_strangers.First is { Value: var oldest } && Loop.Now - oldest.Since >= Limits.LoginPatience)
        {
            NoStranger(oldest);
            oldest.Expel("no login came");
        }

        Administration.Bans.Sweep();
        _sweep.Arm(Limits.SweepPause);
    }
}
