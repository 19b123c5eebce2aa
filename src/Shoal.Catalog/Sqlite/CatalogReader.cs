using System.Text;
using Microsoft.Data.Sqlite;
using Shoal.Catalog.Live;
using Shoal.Catalog.Searching;
using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>Searches what is shared now, which is in memory; the database is asked for the number of a path alone.</summary>
internal sealed class CatalogReader : ICatalogReader
{
    private readonly SqliteDatabase _database;
    private readonly LiveFiles _live;
    private readonly Hashes _hashes;
    private readonly Candidates _candidates;
    private readonly SqliteStatement _find;

    public CatalogReader(SqliteDatabase database, LiveFiles live, CatalogOptions options, TimeProvider time)
    {
        (_database, _live) = (database, live);
        _hashes = new Hashes(database);
        _candidates = new Candidates(live, options, time);
        _find = database.Prepare("SELECT id, path FROM files WHERE owner = ?1 AND hash = ?2");
    }

    public SearchPage Search(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var cursor = default(Cursor);
        if (query.After is { } after && !Cursor.TryParse(after, out cursor))
        {
            return new SearchPage([], null);
        }

        var last = _live.Last;
        return WordSearch.Of(query, _live.Words, out var isWhole) is { } words ? Search(query, words, isWhole, last, cursor) : new SearchPage([], null);
    }

    public FoundFile? Find(OwnerId owner, ReadOnlySpan<byte> path)
    {
        var hash = _hashes.OfPath(path);
        try
        {
            _find.Bind(1, owner.Value).Bind(2, hash);
            while (_find.Step())
            {
                if (_find.Bytes(1).SequenceEqual(path))
                {
                    return _live.Find(_find.Number(0)) is { } found && found.Owner == owner ? found : null;
                }
            }

            return null;
        }
        catch (SqliteException e)
        {
            throw new CatalogException(e.Message.TrimEnd('.'), e);
        }
        finally
        {
            _find.Reset();
        }
    }

    public IReadOnlyList<FoundFile> Browse(OwnerId owner, long after, int most)
    {
        if (!_live.TryGetVisit(owner.Value, out var visit) || after == long.MaxValue)
        {
            return [];
        }

        var ids = visit.Take(_live, owner.Value, after, Math.Min(most, Limits.FilesPerPage));
        return [.. ids.Select(_live.Find).OfType<FoundFile>().Where(found => found.Owner == owner)];
    }

    public IReadOnlyList<FoundFile> Sources(ReadOnlySpan<byte> token, long size, int most)
    {
        if (token.IsEmpty || token.Length > Limits.TokenLength)
        {
            return [];
        }

        var last = _live.Last;
        var source = _hashes.OfSource(token, size);
        var wanted = token.ToArray();
        _candidates.Look(WordSearch.Of(WordIndex.SourceWord(source), _live.Words), last, (in Card card) => card.Source == source, default);
        return [.. _candidates.Shares.Select(_live.Read).OfType<FoundFile>().Where(found => found.File.Size == size && Ascii.EqualsIgnoreCase(found.File.Token.Span, wanted)).Take(Math.Min(most, Limits.FilesPerPage))];
    }

    public void Dispose()
    {
        _find.Dispose();
        _database.Dispose();
    }

    private SearchPage Search(SearchQuery query, WordSearch words, bool isWhole, long last, Cursor cursor)
    {
        cursor = _candidates.Look(words, last, (in Card card) => Fits(query, card), cursor, (int)Math.Min(Limits.Candidates, (long)Limits.CandidatesForEach * query.Most));
        var files = new List<FoundFile>();
        foreach (var (share, place) in _candidates.BestBehind(cursor))
        {
            if (files.Count == Math.Min(query.Most, Limits.FilesPerPage))
            {
                return new SearchPage(files, cursor.ToString());
            }

            cursor = cursor with { Given = place };
            if (_live.Read(share) is { } found && (isWhole || QueryMatcher.HasWords(query, found.File.Text)))
            {
                files.Add(found);
            }
        }

        return new SearchPage(files, cursor.Bottom > 1 ? new Cursor(cursor.Bottom - 1, 0, 0).ToString() : null);
    }

    private bool Fits(SearchQuery query, in Card card) =>
        (query.Media is null || query.Media == card.Media)
        && query.Size.Contain(card.Size)
        && query.Bitrate.Contain(card.Bitrate)
        && query.Frequency.Contain(card.Frequency)
        && query.Duration.Contain(card.Duration)
        && card.Owner != query.Except?.Value
        && ((query.Speed == Bounds.Any && !query.IsReachable)
            || (_live.TryGetVisit(card.Owner, out var visit) && visit.Presence is var presence && query.Speed.Contain(presence.Speed) && (presence.IsReachable || !query.IsReachable)));
}
