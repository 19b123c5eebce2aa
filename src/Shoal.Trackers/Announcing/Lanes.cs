using Shoal.Runtime;

namespace Shoal.Trackers.Announcing;

/// <summary>
/// The one queue of all requests of all torrents: so many under way, so many to one host, and a moment between two to the same host.
/// Who leaves goes first, then who has something to tell, then the regular ones.
/// </summary>
internal sealed class Lanes
{
    private readonly Loop _loop;
    private readonly AnnouncerOptions _options;
    private readonly LoopTimer _timer;

    /// <summary>Hosts with requests waiting or under way, the one that was served longest ago first.</summary>
    private readonly List<Lane> _lanes = [];

    public Lanes(Loop loop, AnnouncerOptions options)
    {
        _loop = loop;
        _options = options;
        _timer = loop.CreateTimer(Dispatch);
    }

    /// <summary>Requests under way.</summary>
    public int UnderWay { get; private set; }

    /// <summary>Lets <paramref name="start"/> run when it is its turn; then <see cref="Release"/> must follow once. It is called within this call at the earliest.</summary>
    public void Enqueue(string host, Urgency urgency, Func<bool> start)
    {
        var lane = _lanes.Find(one => string.Equals(one.Host, host, StringComparison.Ordinal));
        if (lane is null)
        {
            lane = new Lane(host);
            _lanes.Add(lane);
        }

        lane.Waiting[(int)urgency].Enqueue(start);
        Dispatch();
    }

    /// <summary>A request that had started has ended.</summary>
    public void Release(string host)
    {
        UnderWay--;
        _lanes.Find(one => string.Equals(one.Host, host, StringComparison.Ordinal))!.UnderWay--;
        Dispatch();
    }

    private void Dispatch()
    {
        for (var urgency = Urgency.Leaving; urgency <= Urgency.Regular; urgency++)
        {
            while (UnderWay < _options.MaxUnderWay && Next(urgency) is { } lane)
            {
                Start(lane, urgency);
            }
        }

        _lanes.RemoveAll(lane => lane.IsEmpty && lane.UnderWay == 0 && lane.FreeAt <= _loop.Now);
        if (UnderWay < _options.MaxUnderWay && _lanes.Exists(IsSpaced))
        {
            _timer.Arm(_lanes.Where(IsSpaced).Min(lane => lane.FreeAt) - _loop.Now);
        }
    }

    private Lane? Next(Urgency urgency) => _lanes.Find(lane =>
        lane.Waiting[(int)urgency].Count > 0 && lane.UnderWay < _options.PerHost && (urgency == Urgency.Leaving || lane.FreeAt <= _loop.Now));

    /// <summary>Waits for nothing but its time.</summary>
    private bool IsSpaced(Lane lane) => !lane.IsEmpty && lane.UnderWay < _options.PerHost && lane.FreeAt > _loop.Now;

    private void Start(Lane lane, Urgency urgency)
    {
        if (!lane.Waiting[(int)urgency].Dequeue()())
        {
            return;
        }

        UnderWay++;
        lane.UnderWay++;
        lane.FreeAt = _loop.Now + _options.HostSpacing;
        _lanes.Remove(lane);
        _lanes.Add(lane);
    }

    private sealed class Lane(string host)
    {
        public string Host => host;

        public Queue<Func<bool>>[] Waiting { get; } = [new(), new(), new()];

        public int UnderWay { get; set; }

        /// <summary>The next may begin then.</summary>
        public TimeSpan FreeAt { get; set; }

        public bool IsEmpty => Array.TrueForAll(Waiting, queue => queue.Count == 0);
    }
}
