using Shoal.Catalog;
using Shoal.Catalog.Searching;

namespace Shoal.Napster.Server.Wishes;

/// <summary>All wishes of the users who are there, each under a word of its own, so that a new file is held against few.</summary>
internal sealed class WishBook
{
    private readonly Dictionary<string, List<Wish>> _byWord = new(StringComparer.Ordinal);
    private readonly List<Wish> _others = [];

    public int Count { get; private set; }

    public void Add(Wish wish)
    {
        Count++;
        if (wish.Key is not { } key)
        {
            _others.Add(wish);
        }
        else if (_byWord.TryGetValue(key, out var wishes))
        {
            wishes.Add(wish);
        }
        else
        {
            _byWord.Add(key, [wish]);
        }
    }

    public void Remove(Wish wish)
    {
        Count--;
        if (wish.Key is not { } key)
        {
            _others.Remove(wish);
        }
        else if (_byWord.TryGetValue(key, out var wishes) && wishes.Remove(wish) && wishes.Count == 0)
        {
            _byWord.Remove(key);
        }
    }

    /// <summary>Those that a file of this owner fulfils, in the order in which they came into the book.</summary>
    public IEnumerable<Wish> Fulfilled(OwnerId owner, Presence presence, SharedFile file)
    {
        if (Count == 0)
        {
            return [];
        }

        var candidates = _others.AsEnumerable();
        foreach (var word in Words.Of(file.Text).Distinct(StringComparer.Ordinal))
        {
            if (_byWord.TryGetValue(word, out var wishes))
            {
                candidates = candidates.Concat(wishes);
            }
        }

        return candidates.Where(wish => QueryMatcher.IsMatch(wish.Query with { IsReachable = wish.Session.IsFirewalled }, owner, presence, file)).ToList();
    }
}
