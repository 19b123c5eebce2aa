using Microsoft.Extensions.Logging.Abstractions;
using Shoal.Napster.Client;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Conduct;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;

namespace Shoal.Napster.Tests.Users;

/// <summary>A server and its users, over real sockets of this machine.</summary>
internal sealed class Town : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SystemSockets _sockets = new(SystemSockets.MustBePortable);
    private readonly WorkerThreads _workers = new(2);
    private readonly WorkerThreads _writer = new(1);
    private readonly Loop _loop;
    private readonly AccountStore _accounts;
    private readonly List<Townsman> _users = [];
    private readonly Func<NapsterOptions, NapsterOptions> _change;

    /// <summary>What ended a loop that must not end.</summary>
    private Exception? _fault;

    public Town(Func<NapsterOptions, NapsterOptions>? change = null)
    {
        _change = change ?? (static options => options);
        _loop = _sockets.CreateLoop("town", e => _fault = e);
        _accounts = AccountStore.Open(Path.Combine(Folder, "accounts.db"));
        Open(0);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("shoal-town-").FullName;

    public NapsterServer Server { get; private set; } = null!;

    public int Port { get; private set; }

    /// <summary>Somebody comes, who shares the files given.</summary>
    public Townsman User(string nick, params (string Name, byte[] Content)[] files) => User(nick, static options => options, files);

    /// <summary>Somebody comes who is told otherwise than the others, or comes again after his program ended: his folders are as he left them.</summary>
    public Townsman User(string nick, Func<NapsterClientOptions, NapsterClientOptions> change, params (string Name, byte[] Content)[] files)
    {
        var user = new Townsman(this, nick, files, change);
        _users.Add(user);
        return user;
    }

    /// <summary>His program ends.</summary>
    public void Leave(Townsman user)
    {
        _users.Remove(user);
        user.Dispose();
    }

    /// <summary>The server ends, and all users with it; what it knew of files too.</summary>
    public void CloseServer() => Wait(_loop.AskAsync(Server.Close));

    /// <summary>Another server at the same port.</summary>
    public void OpenServer() => Open(Port);

    /// <summary>What an operator says.</summary>
    public IReadOnlyList<string> Administer(string words)
    {
        var done = new TaskCompletionSource<IReadOnlyList<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() => done.SetResult(Server.Administer(words)));
        return Wait(done.Task);
    }

    public T Wait<T>(Task<T> task)
    {
        T result = default!;
        Wait((Task)KeepAsync());
        return result;

        async Task KeepAsync() => result = await task;
    }

    public void Wait(Task task)
    {
        Until("an answer", () => task.IsCompleted);
        if (task.Exception is { } failure)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure.InnerException!);
        }
    }

    /// <summary>Looks until it is so.</summary>
    public void Until(string what, Func<bool> condition)
    {
        var isSo = SpinWait.SpinUntil(() => _fault is not null || _users.Exists(static user => user.Fault is not null) || condition(), Patience);
        Assert.Null(_fault);
        Assert.All(_users, static user => Assert.Null(user.Fault));
        Assert.True(isSo, $"waited in vain for: {what}; {string.Join(" | ", _users.Select(static user => user.Story))}");
    }

    public void Dispose()
    {
        _users.ForEach(static user => user.Dispose());
        CloseServer();
        _workers.Dispose();
        _writer.Dispose();
        (_loop as IDisposable)?.Dispose();
        _accounts.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void Open(int port) => Wait(_loop.AskAsync(() =>
    {
        var world = new NapsterWorld(_loop, _sockets.Transport, _workers, _workers, _writer, new MemoryCatalog(), _accounts, new CountedSecrets(), NullLogger.Instance);
        var options = new NapsterOptions
        {
            Listen = [Endpoint.From(System.Net.IPAddress.Loopback, port)],
            Name = "town",
            PasswordRounds = 10,
            Conduct = ConductOptions.Unlimited,
            Motd = ["VERSION shoal 1.0", "SERVER town"],
        };
        Server = NapsterServer.Start(world, _change(options), out var failure)!;
        Assert.Null(failure);
        Port = Server.Listening[0].Port;
    }));
}
