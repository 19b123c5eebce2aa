using Shoal.Dht.Searches;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Dht.Scheduling;

/// <summary>One info-hash that a client looks for and announces, again and again until it is stopped.</summary>
public sealed class DhtTorrent : IDhtSearchHandler
{
    private readonly DhtSchedule _schedule;
    private readonly Func<DhtAnnounce?> _announce;
    private readonly Action<IReadOnlyList<Endpoint>> _onPeers;
    private DhtSearch? _search;

    /// <summary>How often in a row it was looked for because it lacked peers.</summary>
    private int _eager;
    private bool _wantsPeers;
    private bool _isStopped;

    /// <summary>It is looked for anew as soon as the search under way has ended.</summary>
    private bool _again;

    internal DhtTorrent(DhtSchedule schedule, Sha1Hash hash, Func<DhtAnnounce?> announce, Action<IReadOnlyList<Endpoint>> onPeers) =>
        (_schedule, Hash, _announce, _onPeers) = (schedule, hash, announce, onPeers);

    /// <summary>The v1 hash, or the v2 hash cut to 20 bytes.</summary>
    public Sha1Hash Hash { get; }

    /// <summary>How the last search went; null before the first has ended.</summary>
    public DhtSearchResult? Last { get; private set; }

    /// <summary>A search is under way.</summary>
    public bool IsSearching => _search is not null;

    /// <summary>When it is looked for next; by the loop's time.</summary>
    internal TimeSpan Due { get; set; }

    /// <summary>Counts plans: an entry of the schedule with another number is void.</summary>
    internal int Plan { get; set; }

    /// <summary>It lacks peers, or no longer does: then it is looked for sooner, at first after half a minute and less and less often.</summary>
    public void WantPeers(bool wants)
    {
        if (_wantsPeers == wants || _isStopped)
        {
            return;
        }

        _wantsPeers = wants;
        _eager = 0;
        if (wants && _search is null)
        {
            _schedule.PutSooner(this, Pause());
        }
    }

    /// <summary>Something that is announced has changed, or peers are wanted at once.</summary>
    public void Hurry()
    {
        // One under way tells what was true at its beginning.
        _again = _search is not null;
        if (!_isStopped && !_again)
        {
            _schedule.Put(this, TimeSpan.Zero);
        }
    }

    /// <summary>It is neither looked for nor announced any more.</summary>
    public void Stop()
    {
        _isStopped = true;
        Plan++;
        if (_search is { } search)
        {
            _search = null;
            search.Cancel();
            _schedule.OnOver();
        }
    }

    void IDhtSearchHandler.OnPeers(IReadOnlyList<Endpoint> peers) => _onPeers(peers);

    void IDhtSearchHandler.OnEnd(DhtSearchResult result)
    {
        (_search, Last) = (null, result);
        _schedule.Put(this, _again ? TimeSpan.Zero : Pause());
        _again = false;
        _schedule.OnOver();
    }

    internal void Begin(DhtService service) => _search = service.Search(Hash, _announce(), this);

    private TimeSpan Pause()
    {
        var eager = _wantsPeers ? Limits.EagerFirst * Math.Pow(2, Math.Min(_eager++, 10)) : Limits.SearchEvery;
        return eager < Limits.SearchEvery ? eager : Limits.SearchEvery;
    }
}
