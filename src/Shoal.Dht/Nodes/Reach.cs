using Shoal.Runtime;

namespace Shoal.Dht.Nodes;

/// <summary>
/// Whether strangers can reach us. Who is asked by nobody but those that it asked itself is behind a router that lets no stranger in, and says so in its queries (BEP 43),
/// so that nobody puts it into a table and waits for its answers. Now and then it tries again.
/// </summary>
internal sealed class Reach(ReadOnlyMode mode, TimeSpan began)
{
    /// <summary>Whom we asked lately, and when, in two halves of which the older is thrown away: their packets come through any router.</summary>
    private Dictionary<Endpoint, TimeSpan> _asked = [];
    private Dictionary<Endpoint, TimeSpan> _askedBefore = [];
    private TimeSpan _turned;

    /// <summary>When we last began to be there for all, or to be there for nobody.</summary>
    private TimeSpan _changed = began;
    private int _queries;

    /// <summary>We tell others not to ask us.</summary>
    public bool IsReadOnly { get; private set; } = mode == ReadOnlyMode.Always;

    /// <summary>A stranger asked us something.</summary>
    public bool IsProven { get; private set; }

    /// <summary>We ask somebody.</summary>
    public void OnAsked(Endpoint to, TimeSpan now)
    {
        if (now - _turned >= Limits.RouterMemory || _asked.Count >= Limits.AskedMost)
        {
            (_asked, _askedBefore) = (_askedBefore, _asked);
            _asked.Clear();
            _turned = now;
        }

        _asked[to] = now;
        _queries++;
    }

    /// <summary>Somebody asks us.</summary>
    public void OnQuery(Endpoint from, TimeSpan now)
    {
        if (WasAsked(from, now))
        {
            return;
        }

        IsProven = true;
        if (mode == ReadOnlyMode.Auto && IsReadOnly)
        {
            (IsReadOnly, _changed) = (false, now);
        }
    }

    /// <summary>We have asked it a little while ago: to the moment, since who was asked by us asks back as soon as that is over (<see cref="Newcomers"/>).</summary>
    public bool WasAsked(Endpoint endpoint, TimeSpan now) =>
        (_asked.TryGetValue(endpoint, out var at) || _askedBefore.TryGetValue(endpoint, out at)) && now - at < Limits.RouterMemory;

    /// <summary>Looks at how it stands, now and then.</summary>
    public void Judge(TimeSpan now)
    {
        if (mode != ReadOnlyMode.Auto)
        {
            return;
        }

        var lasted = now - _changed;
        if (IsReadOnly ? lasted >= Limits.ReadOnlyFor : !IsProven && lasted >= Limits.UnaskedFor && _queries >= Limits.UnaskedQueries)
        {
            (IsReadOnly, _changed, _queries) = (!IsReadOnly, now, 0);
        }
        else if (IsProven && lasted >= Limits.ReadOnlyFor)
        {
            // Once proven is not for ever: a router may be put in front of us.
            (IsProven, _changed, _queries) = (false, now, 0);
        }
    }
}
