using System.Buffers;
using Shoal.Net.Sources;
using Shoal.Runtime;
using Shoal.TrackerServer.Udp;

namespace Shoal.TrackerServer.Http;

/// <summary>
/// What a request is answered with, whichever door it came by: how often its address may ask, then the tracker. On the tracker's loop.
/// <code>
///   a request ─► too often? a failure ─► Tracker.Answer, with a warning where it is nearly too often ─► Body
/// </code>
/// </summary>
internal sealed class HttpAnswers(Loop loop, Tracker tracker, SipHash hash, TrackerOptions options)
{
    private readonly SourceLimits _limits = new(hash, options.RequestsPerAddress, Limits.SourceWindow, Limits.Sources);
    private readonly string _nearLimit = $"many requests come of this address: more than {options.RequestsPerAddress} in {Limits.SourceWindow.TotalSeconds} s are refused";
    private readonly ArrayBufferWriter<byte> _body = new();

    /// <summary>Whom a proxy speaks for.</summary>
    public ProxyRule Proxies { get; } = new(options.Proxies, options.ProxyHeader);

    /// <summary>The answer's, until the next.</summary>
    public ReadOnlySpan<byte> Body => _body.WrittenSpan;

    // BEP 31: minutes.
    private static ReadOnlySpan<byte> TooMany => "d14:failure reason38:too many requests come of this address8:retry ini1ee"u8;

    /// <summary>Answers a request that was read, or one that was refused, and counts it.</summary>
    /// <param name="read">What reading it said.</param>
    /// <param name="target">Path and query as they came.</param>
    /// <param name="from">Who asks: the client where a proxy speaks for it.</param>
    /// <param name="counters">Of the door.</param>
    /// <param name="isTooMany">That address asks too often.</param>
    public HttpStatus Answer(HttpStatus read, ReadOnlySpan<byte> target, Endpoint from, HttpCounters counters, out bool isTooMany)
    {
        _body.ResetWrittenCount();
        isTooMany = false;
        if (read != HttpStatus.Ok)
        {
            counters.Malformed++;
            return read;
        }

        var now = loop.Now;
        var isNear = false;
        // A proxy that asks for itself has no limit, whom it speaks for has.
        isTooMany = !Proxies.Trusts(from) && !_limits.Allows(from, now, out isNear);
        if (isTooMany)
        {
            counters.Limited++;
            _body.Write(TooMany);
            return HttpStatus.Ok;
        }

        var status = tracker.Answer(target, from, now, _body, isNear ? _nearLimit : null);
        counters.Answered += status == HttpStatus.Ok ? 1 : 0;
        counters.NotFound += status == HttpStatus.NotFound ? 1 : 0;
        return status;
    }
}
