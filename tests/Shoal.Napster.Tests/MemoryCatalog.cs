using Shoal.Catalog;
using Shoal.Catalog.Searching;

namespace Shoal.Napster.Tests;

/// <summary>A catalog that looks at every file: for what the server makes of a catalog, not for the catalog itself.</summary>
internal sealed class MemoryCatalog : ICatalog, ICatalogReader
{
    private readonly Dictionary<OwnerId, Presence> _present = [];
    private readonly List<FoundFile> _files = [];
    private long _last;

    public Exception? Failure { get; set; }

    /// <summary>Pages are cut after so many, as if their time were up.</summary>
    public int PageLength { get; set; } = int.MaxValue;

    public CatalogCounts Counts => new(_files.Count, _files.Sum(static found => found.File.Size), _files.Count);

    public void Write(ReadOnlySpan<CatalogChange> changes, Span<ChangeOutcome> outcomes)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        for (var i = 0; i < changes.Length; i++)
        {
            outcomes[i] = Apply(changes[i]);
        }
    }

    /// <summary>Asked for so far.</summary>
    public List<DateTimeOffset> Forgotten { get; } = [];

    public int Forget(DateTimeOffset before)
    {
        Forgotten.Add(before);
        return Forgotten.Count == 1 ? 1 : 0;
    }

    public ICatalogReader OpenReader() => this;

    public SearchPage Search(SearchQuery query)
    {
        var from = query.After is { } after ? long.Parse(after) : 0;
        var most = Math.Min(query.Most, PageLength);
        var found = _files.Where(file => file.Id > from && QueryMatcher.IsMatch(query, file.Owner, _present[file.Owner], file.File)).Take(most).ToList();
        return new SearchPage(found, found.Count == most ? $"{found[^1].Id}" : null);
    }

    public FoundFile? Find(OwnerId owner, ReadOnlySpan<byte> path)
    {
        foreach (var found in _files)
        {
            if (found.Owner == owner && found.File.Path.Span.SequenceEqual(path))
            {
                return found;
            }
        }

        return null;
    }

    public IReadOnlyList<FoundFile> Browse(OwnerId owner, long after, int most) => [.. _files.Where(found => found.Owner == owner && found.Id > after).Take(most)];

    public IReadOnlyList<FoundFile> Sources(ReadOnlySpan<byte> token, long size, int most)
    {
        var key = token.ToArray();
        return [.. _files.Where(found => found.File.Size == size && System.Text.Ascii.EqualsIgnoreCase(found.File.Token.Span, key)).Take(most)];
    }

    public void Dispose()
    {
    }

    private ChangeOutcome Apply(in CatalogChange change)
    {
        var owner = change.Owner;
        switch (change.Kind)
        {
            case ChangeKind.Arrive or ChangeKind.Update:
                _present[owner] = change.Presence;
                return default;
            case ChangeKind.Share when Find(owner, change.File!.Path.Span) is null:
                _files.Add(new FoundFile(++_last, owner, change.File));
                return new ChangeOutcome(OutcomeKind.Done, 1, change.File.Size, _last);
            case ChangeKind.Share:
                return new ChangeOutcome(OutcomeKind.AlreadyShared, 0, 0);
            case ChangeKind.Unshare when Find(owner, change.Path.Span) is { } found:
                _files.Remove(found);
                return new ChangeOutcome(OutcomeKind.Done, -1, -found.File.Size);
            case ChangeKind.Unshare:
                return new ChangeOutcome(OutcomeKind.NotShared, 0, 0);
            default:
                var gone = _files.Where(found => found.Owner == owner).ToList();
                _files.RemoveAll(found => found.Owner == owner);
                return new ChangeOutcome(OutcomeKind.Done, -gone.Count, -gone.Sum(static found => found.File.Size));
        }
    }
}
