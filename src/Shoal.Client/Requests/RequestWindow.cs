namespace Shoal.Client.Requests;

/// <summary>
/// How many blocks to have outstanding at a peer: doubles each round trip while that makes it faster, as TCP's slow start does,
/// then follows bandwidth × delay with some time on top, so that a peer that sends in bursts never runs dry. That time is twice
/// the longest recent silence: what waits at a slow seed was chosen early, and meanwhile others choose the same.
/// </summary>
internal sealed class RequestWindow
{
    /// <summary>A sample's least length: shorter ones measure chance.</summary>
    private static readonly TimeSpan SampleLength = TimeSpan.FromMilliseconds(100);

    /// <summary>The least time on top, in seconds.</summary>
    private const double LeastHeadroom = 0.1;

    /// <summary>The most, and what is supposed at first: a peer that gives its rate out twice a second, as libtorrent does.</summary>
    private const double MostHeadroom = 0.5;

    /// <summary>What is left of a silence with each sample after it: half in a second or more.</summary>
    private const double Fading = 0.95;

    /// <summary>Growth of the rate from one sample to the next that still counts as growing.</summary>
    private const double Growing = 1.2;

    private TimeSpan _sampleStart;
    private long _sampleBytes;
    private double _rate;
    private bool _isSlowStart = true;
    private int _flatSamples;

    /// <summary>The last block's time.</summary>
    private TimeSpan _lastAt;

    /// <summary>The longest time without a block while one was asked for, fading, in seconds.</summary>
    private double _silence = MostHeadroom / 2;

    /// <summary>The shortest time from a request to its block, in seconds.</summary>
    private double _delay = double.MaxValue;

    /// <summary>Blocks to have outstanding.</summary>
    public int Size { get; private set; } = Limits.InitialWindow;

    /// <summary>The most that the peer takes (BEP 10 reqq).</summary>
    public int Most { get; set; } = Limits.DefaultRequestQueue;

    /// <summary>A block came that was asked for at the given time.</summary>
    public void OnBlock(int length, TimeSpan sentAt, TimeSpan now)
    {
        _delay = Math.Min(_delay, (now - sentAt).TotalSeconds);
        _silence = Math.Max(_silence, (now - (sentAt > _lastAt ? sentAt : _lastAt)).TotalSeconds);
        _lastAt = now;
        _sampleBytes += length;
        if (_isSlowStart)
        {
            Size = Math.Min(Size + 1, Cap());
        }

        if (now - _sampleStart >= SampleLength)
        {
            EndSample(now);
        }
    }

    /// <summary>The peer was snubbed or choked us: what was learnt is void.</summary>
    public void Restart()
    {
        Size = Limits.InitialWindow;
        _isSlowStart = true;
        _flatSamples = 0;
        _rate = 0;
        _silence = MostHeadroom / 2;
        _sampleStart = TimeSpan.Zero;
        _sampleBytes = 0;
    }

    private void EndSample(TimeSpan now)
    {
        var elapsed = now - _sampleStart;
        var rate = _sampleBytes / elapsed.TotalSeconds;
        var isFirst = _sampleStart == TimeSpan.Zero;
        _sampleStart = now;
        _sampleBytes = 0;
        if (isFirst)
        {
            return;
        }

        _silence *= Fading;
        _flatSamples = rate < _rate * Growing ? _flatSamples + 1 : 0;
        _isSlowStart &= _flatSamples < 2;
        _rate = _isSlowStart ? rate : _rate + 0.3 * (rate - _rate);
        if (!_isSlowStart)
        {
            var blocks = _rate * (2 * _delay + Math.Clamp(2 * _silence, LeastHeadroom, MostHeadroom)) / Limits.BlockLength;
            Size = (int)Math.Clamp(blocks, Math.Min(Limits.InitialWindow, Most), Cap());
        }
    }

    private int Cap() => (int)Math.Min(Most, Limits.WindowHeadroom + _rate * 2 * Math.Min(_delay, 1) / Limits.BlockLength);
}
