using Shoal.Net.Sources;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Administration.Bans;

/// <summary>
/// The bans that hold now. Those of one address, which the server itself sets by the thousand, are found at once whoever comes; the others are gone through, which is why they are fewer.
/// </summary>
internal sealed class BanList
{
    private readonly SortedDictionary<string, Ban> _all = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<Source, Ban> _sources = [];

    /// <summary>Those that are not of one address alone, in the order in which they came.</summary>
    private readonly List<Ban> _patterns = [];

    /// <summary>No ban ends before.</summary>
    private long _nextEnd = long.MaxValue;

    public int Count => _all.Count;

    /// <summary>In the order of their targets.</summary>
    public IEnumerable<Ban> All => _all.Values;

    /// <summary>There is no room for one more.</summary>
    public bool IsFullFor(BanTarget target) => _all.Count >= Limits.Bans || (!IsOfSource(target) && _patterns.Count >= Limits.BanPatterns);

    public Ban? this[BanTarget target] => _all.GetValueOrDefault(target.Text);

    public void Add(Ban ban)
    {
        _all.Add(ban.Target.Text, ban);
        _nextEnd = Math.Min(_nextEnd, ban.End);
        if (IsOfSource(ban.Target))
        {
            _sources.Add(ban.Target.Source!.Value, ban);
        }
        else
        {
            _patterns.Add(ban);
        }
    }

    public void Remove(Ban ban)
    {
        _all.Remove(ban.Target.Text);
        if (IsOfSource(ban.Target))
        {
            _sources.Remove(ban.Target.Source!.Value);
        }
        else
        {
            _patterns.Remove(ban);
        }
    }

    public void Clear()
    {
        _all.Clear();
        _sources.Clear();
        _patterns.Clear();
        _nextEnd = long.MaxValue;
    }

    /// <summary>The ban by which nobody comes in from there, if there is one.</summary>
    public Ban? Find(Endpoint from) => _sources.GetValueOrDefault(Source.Of(from)) ?? _patterns.Find(ban => ban.Target.IsAddress && ban.Target.Matches(from));

    /// <summary>The ban by which that user does not come in from there, if there is one.</summary>
    public Ban? Find(string nick, Endpoint from) => _sources.GetValueOrDefault(Source.Of(from)) ?? _patterns.Find(ban => ban.Target.Matches(nick, from));

    /// <summary>Takes out those that have ended.</summary>
    public IReadOnlyList<Ban> TakeEnded(long now)
    {
        if (now < _nextEnd)
        {
            return [];
        }

        var ended = _all.Values.Where(ban => ban.End <= now).ToList();
        ended.ForEach(Remove);
        _nextEnd = _all.Count == 0 ? long.MaxValue : _all.Values.Min(static ban => ban.End);
        return ended;
    }

    private static bool IsOfSource(BanTarget target) => target is { IsAddress: true, Source: not null };
}
