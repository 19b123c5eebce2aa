using Microsoft.Extensions.Logging;
using Shoal.Catalog;
using Shoal.Catalog.Sqlite;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Data;
using Shoal.Napster.Server;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Control;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.Web.Health;
using Shoal.Web.Serving;

namespace Shoal.Cli.Napster;

/// <summary>The Napster server of this process, with a loop, threads and databases of its own.</summary>
internal sealed class RunningNapster : IAsyncDisposable
{
    private readonly SystemSockets _sockets = new(NetworkOptions.UsePortableSockets);
    private readonly Loop _loop;
    private readonly WorkerThreads _readers = new(Math.Max(2, Environment.ProcessorCount));
    private readonly WorkerThreads _hashers = new(Environment.ProcessorCount);
    private readonly WorkerThreads _writer = new(1);
    private readonly TaskCompletionSource _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerHealth _health = new();
    private readonly ILogger _log;
    private readonly AccountStore _accounts;
    private readonly SqliteCatalog _catalog;
    private readonly DatabaseLock _only;
    private NapsterServer? _server;
    private WebServer? _control;

    private RunningNapster(DatabaseLock only, AccountStore accounts, SqliteCatalog catalog, ILogger log)
    {
        _only = only;
        _accounts = accounts;
        _catalog = catalog;
        _log = log;
        _loop = _sockets.CreateLoop("napster", OnCrash);
    }

    /// <summary>Where clients connect.</summary>
    public IReadOnlyList<Endpoint> Listening => _server?.Listening ?? [];

    /// <summary>Where it is looked at.</summary>
    public IReadOnlyList<Endpoint> Control => _control?.Listening ?? [];

    /// <summary>Files that it knew from before.</summary>
    public long Remembered => _catalog.Counts.Kept;

    /// <param name="database">The file of users; that of shared files lies beside it.</param>
    /// <param name="options">What the server is told.</param>
    /// <param name="catalog">What the catalog is told.</param>
    /// <param name="control">Where it is looked at; null: nowhere.</param>
    /// <param name="log">Told what its operator should know, on any thread.</param>
    /// <param name="cancellation">The user stops it.</param>
    /// <exception cref="VerbException">A port or a database could not be opened.</exception>
    public static async Task<RunningNapster> StartAsync(string database, NapsterOptions options, CatalogOptions catalog, WebOptions? control, ILogger log, CancellationToken cancellation)
    {
        var napster = Open(database, catalog, log);
        try
        {
            if (await napster._loop.AskAsync(() => napster.Listen(options)) is { } failure)
            {
                throw new VerbException(ExitCode.Failed, $"the server cannot listen on {failure}: choose another --port or --bind");
            }

            napster._control = control is null ? null : await ControlSettings.StartAsync(() => NapsterControl.StartAsync(control, napster._server!, napster._health, cancellation));
            return napster;
        }
        catch
        {
            await napster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until the user stops it.</summary>
    public async Task RunAsync(CancellationToken cancellation) => await await Task.WhenAny(_crash.Task, Stopping.WaitAsync(cancellation));

    public Task<NapsterReading> ReadAsync() => _server!.ReadAsync();

    /// <summary>Tells the users that it goes, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _health.Drain();
        if (_control is not null)
        {
            await _control.DisposeAsync();
        }

        if (!_crash.Task.IsCompleted)
        {
            await Task.WhenAny(_loop.AskAsync(() => _server?.Close()), _crash.Task);
        }

        _readers.Dispose();
        _hashers.Dispose();
        _writer.Dispose();
        (_loop as IDisposable)?.Dispose();
        _catalog.Dispose();
        _accounts.Dispose();
        _only.Dispose();
    }

    private static RunningNapster Open(string database, CatalogOptions options, ILogger log)
    {
        AccountStore? accounts = null;
        var only = DatabaseLock.Take(database);
        try
        {
            accounts = AccountStore.Open(database);
            return new RunningNapster(only, accounts, SqliteCatalog.Open(NapsterFiles.CatalogOf(database), options, TimeProvider.System), log);
        }
        catch (Exception e) when (e is DatabaseException or CatalogException)
        {
            accounts?.Dispose();
            only.Dispose();
            var (file, cure) = accounts is null ? (database, "name another by --database") : (NapsterFiles.CatalogOf(database), "it may be deleted: users tell again what they share");
            throw new VerbException(ExitCode.Failed, $"the database '{file}' cannot be used ({e.Message.TrimEnd('.')}): {cure}", e);
        }
    }

    private string? Listen(NapsterOptions options)
    {
        var world = new NapsterWorld(_loop, _sockets.Transport, _readers, _hashers, _writer, _catalog, _accounts, new SystemSecrets(), _log);
        _server = NapsterServer.Start(world, options, out var failure);
        return failure;
    }

    private void OnCrash(Exception fault)
    {
        _health.Fail(fault);
        _log.LogCritical(fault, "the server's loop ended by a fault");
        _crash.TrySetException(fault);
    }
}
