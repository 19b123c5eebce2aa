using Microsoft.Extensions.Logging;
using Shoal.TrackerServer.Files;

namespace Shoal.TrackerServer.Https;

/// <summary>
/// The certificate that is served. Files written anew take its place without a restart, on demand or within a minute; connections that are open keep theirs. Files that cannot be
/// served change nothing and are said so, once for each reason.
/// </summary>
internal sealed class CertificateKeeper : IDisposable
{
    private readonly CertificateFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _reloading = new();
    private readonly ITimer _timer;
    private volatile ServedCertificate _current;
    private string _stamp;
    private string? _lastFailure;
    private DateTimeOffset _warned;

    private CertificateKeeper(CertificateFiles files, ServedCertificate first, string stamp, TimeProvider time, ILogger log)
    {
        (_files, _current, _stamp, _time, _log) = (files, first, stamp, time, log);
        log.ServesCertificate(first.Name, first.Serial, first.Ends);
        Warn();
        _timer = time.CreateTimer(static self => ((CertificateKeeper)self!).Look(), this, Limits.CertificatePause, Limits.CertificatePause);
    }

    public ServedCertificate Current => _current;

    /// <summary>Null with the reason where the files cannot be served.</summary>
    public static CertificateKeeper? Open(HttpsOptions options, TimeProvider time, ILogger log, out string? failure)
    {
        var files = new CertificateFiles(options, time);
        // Before it is read: what is written meanwhile is read again.
        var stamp = files.Stamp();
        return files.Read(out failure) is { } first ? new CertificateKeeper(files, first, stamp, time, log) : null;
    }

    /// <summary>Reads the files whether they changed or not.</summary>
    public void Reload()
    {
        lock (_reloading)
        {
            _lastFailure = null;
            Read(_files.Stamp());
        }
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Reads what changed.</summary>
    private void Look()
    {
        lock (_reloading)
        {
            if (_files.Stamp() is var stamp && !stamp.Equals(_stamp, StringComparison.Ordinal))
            {
                Read(stamp);
            }

            Warn();
        }
    }

    private void Read(string stamp)
    {
        if (_files.Read(out var failure) is { } read)
        {
            (_current, _stamp, _lastFailure, _warned) = (read, stamp, null, default);
            _log.ServesCertificate(read.Name, read.Serial, read.Ends);
        }
        else if (!string.Equals(failure, _lastFailure, StringComparison.Ordinal))
        {
            // A key that is not yet the new certificate's is of the next minute: the stamp stays, and they are read again.
            _lastFailure = failure;
            _log.KeepsCertificate(failure!, _current.Serial, _current.Ends);
        }
    }

    private void Warn()
    {
        var now = _time.GetUtcNow();
        if (_current.Ends - now < Limits.CertificateEndsSoon && now - _warned >= Limits.CertificateWarning)
        {
            _warned = now;
            _log.CertificateEndsSoon(_current.Name, _current.Ends, (int)Math.Floor((_current.Ends - now).TotalDays));
        }
    }
}
