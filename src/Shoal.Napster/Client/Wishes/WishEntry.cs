using Shoal.Napster.Client.Searching;

namespace Shoal.Napster.Client.Wishes;

/// <summary>A search that goes on.</summary>
internal sealed class WishEntry(string name, FileSearch search, string? folder)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _seen = new();

    public string Name => name;

    public FileSearch Search => search;

    /// <summary>Where what is found is fetched to; null: it is told of, and no more.</summary>
    public string? Folder => folder;

    /// <summary>What was told of, the oldest first.</summary>
    public IEnumerable<string> Seen => _seen;

    /// <summary>When a server that does not keep it is asked next, by the loop's clock.</summary>
    public TimeSpan Due { get; set; }

    /// <summary>True the first time that a file is seen. Of very many the oldest are forgotten.</summary>
    public bool See(string file)
    {
        if (!_known.Add(file))
        {
            return false;
        }

        _seen.Enqueue(file);
        if (_seen.Count > Limits.WishSeen)
        {
            _known.Remove(_seen.Dequeue());
        }

        return true;
    }
}
