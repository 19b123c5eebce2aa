using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Cli.Transfers;
using Shoal.Net.Sockets;
using Shoal.Runtime;
using Shoal.Runtime.Real;
using Shoal.TrackerServer;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Control;
using Shoal.TrackerServer.Https;
using Shoal.TrackerServer.Readings;
using Shoal.Web.Health;
using Shoal.Web.Serving;

namespace Shoal.Cli.Trackers;

/// <summary>The tracker of this process, with a loop of its own.</summary>
internal sealed class RunningTracker : IAsyncDisposable
{
    private readonly SystemSockets _sockets = new(NetworkOptions.UsePortableSockets);
    private readonly Loop _loop;
    private readonly SystemSecrets _secrets = new();
    private readonly TaskCompletionSource _crash = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerHealth _health = new();
    private readonly TrackerAccess? _access;
    private readonly ILogger _log;
    private readonly PosixSignalRegistration _hangUp;
    private TrackerHost? _host;
    private WebServer? _control;
    private HttpsServer? _https;
    private TrackerJournal? _journal;

    private RunningTracker(TrackerAccess? access, ILogger log)
    {
        _access = access;
        _log = log;
        _loop = _sockets.CreateLoop("tracker", OnCrash);
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload);
    }

    /// <summary>Where UDP is spoken.</summary>
    public IReadOnlyList<Endpoint> Udp { get; private set; } = [];

    /// <summary>Where HTTP is spoken.</summary>
    public IReadOnlyList<Endpoint> Http { get; private set; } = [];

    /// <summary>Where HTTPS is spoken.</summary>
    public IReadOnlyList<Endpoint> Https => _https?.Listening ?? [];

    /// <summary>Where it is looked at and administered.</summary>
    public IReadOnlyList<Endpoint> Control => _control?.Listening ?? [];

    /// <summary>What it knew from before.</summary>
    public SnapshotOutcome? Restored { get; private set; }

    /// <param name="options">What it is told.</param>
    /// <param name="https">Announces by TLS; null: none.</param>
    /// <param name="control">Where it is looked at and administered; null: nowhere.</param>
    /// <param name="log">Told what its operator should know, on any thread.</param>
    /// <param name="cancellation">The user stops it.</param>
    /// <exception cref="VerbException">A port could not be opened, or the certificate cannot be served.</exception>
    public static async Task<RunningTracker> StartAsync(TrackerOptions options, HttpsOptions? https, ControlOptions? control, ILogger log, CancellationToken cancellation)
    {
        var tracker = new RunningTracker(options.Access, log);
        try
        {
            var failure = await tracker._loop.AskAsync(() => tracker.Open(options));
            if (failure is not null)
            {
                throw new VerbException(ExitCode.Failed, $"the tracker cannot listen on {failure}: choose another --port or --bind");
            }

            await tracker.OpenHttpsAsync(https, cancellation);
            tracker._control = control is null ? null : await ControlSettings.StartAsync(() => ControlServer.StartAsync(control, tracker._host!, tracker._health, cancellation));
            return tracker;
        }
        catch
        {
            await tracker.DisposeAsync();
            throw;
        }
    }

    /// <summary>Until the user stops it.</summary>
    public async Task RunAsync(CancellationToken cancellation) => await await Task.WhenAny(_crash.Task, Stopping.WaitAsync(cancellation));

    /// <summary>Logs what is done, every so often.</summary>
    public void Summarize(TimeSpan pause) => _journal = new TrackerJournal(_host!, _log, pause);

    public Task<TrackerStatistics> StatisticsAsync() => _loop.AskAsync(() => _host!.Statistics);

    /// <summary>Answers what has come so far, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        _health.Drain();
        _hangUp.Dispose();
        _journal?.Dispose();
        if (_https is not null)
        {
            await _https.DisposeAsync();
        }

        if (!_crash.Task.IsCompleted)
        {
            var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _loop.Post(() =>
            {
                if (_host is null)
                {
                    drained.SetResult();
                }
                else
                {
                    _host.Drain(drained.SetResult);
                }
            });
            await Task.WhenAny(drained.Task, _crash.Task);
        }

        if (_control is not null)
        {
            await _control.DisposeAsync();
        }

        (_loop as IDisposable)?.Dispose();
    }

    private string? Open(TrackerOptions options)
    {
        _host = TrackerHost.Start(_loop, _sockets, new SeededChance(_secrets.NextSeed()), _secrets, options, OnCrash, _log, out var failure);
        Restored = _host?.Restored;
        Udp = _host?.Udp ?? [];
        Http = _host?.Http ?? [];
        return failure;
    }

    private async Task OpenHttpsAsync(HttpsOptions? options, CancellationToken cancellation)
    {
        try
        {
            _https = options is null ? null : await HttpsServer.StartAsync(options, _host!, _log, cancellation);
        }
        catch (IOException e)
        {
            throw new VerbException(ExitCode.Failed, $"HTTPS does not start ({e.Message.TrimEnd('.')}): choose another --https-port, or see to --certificate and --certificate-key", e);
        }
    }

    /// <summary>SIGHUP: what others keep in files is read again.</summary>
    private void Reload(PosixSignalContext context)
    {
        context.Cancel = true;
        _https?.Reload();
        _access?.Reload();
    }

    private void OnCrash(Exception fault)
    {
        _health.Fail(fault);
        _log.ThreadFailed(fault);
        _crash.TrySetException(fault);
    }
}
