using Microsoft.Data.Sqlite;
using Shoal.Catalog.Live;
using Shoal.Catalog.Searching;
using Shoal.Data;

namespace Shoal.Catalog.Sqlite;

/// <summary>Searches. What a search reads is in one transaction, which is over with it, so that the log can begin anew.</summary>
internal sealed class CatalogReader : ICatalogReader
{
    private readonly SqliteDatabase _database;
    private readonly LiveFiles _live;
    private readonly Hashes _hashes;
    private readonly Vocabulary _vocabulary;
    private readonly Candidates _candidates;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _end;
    private readonly SqliteStatement _read;
    private readonly SqliteStatement _find;

    public CatalogReader(SqliteDatabase database, LiveFiles live, CatalogOptions options, TimeProvider time)
    {
        (_database, _live) = (database, live);
        database.Execute($"PRAGMA cache_size = {-options.ReaderMemory / 1024}; PRAGMA mmap_size = {options.MappedMemory}");
        _hashes = new Hashes(database);
        _vocabulary = new Vocabulary(database);
        _candidates = new Candidates(database, live, options, time);
        _begin = database.Prepare("BEGIN");
        _end = database.Prepare("COMMIT");
        _read = database.Prepare($"SELECT owner, {FileColumns.Names} FROM files WHERE id = ?1");
        _find = database.Prepare($"SELECT id, {FileColumns.Names} FROM files WHERE owner = ?1 AND hash = ?2");
    }

    public SearchPage Search(SearchQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var cursor = default(Cursor);
        if (query.After is { } after && !Cursor.TryParse(after, out cursor))
        {
            return new SearchPage([], null);
        }

        return Read(() => IndexQuery.Of(query, _vocabulary, out var isWhole) is { } words ? Search(query, words, isWhole, cursor) : new SearchPage([], null));
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
                    var id = _find.Number(0);
                    return _live.OwnerOf(id) == owner.Value ? new FoundFile(id, owner, FileColumns.Read(_find, 1)) : null;
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
        return Read(() => Files(ids, ids.Count, static _ => true));
    }

    public IReadOnlyList<FoundFile> Sources(ReadOnlySpan<byte> token, long size, int most)
    {
        if (token.IsEmpty || token.Length > Limits.TokenLength)
        {
            return [];
        }

        var word = new byte[Hashes.SourceLength];
        _hashes.WriteSource(token, size, word);
        var wanted = token.ToArray();
        return Read(() =>
        {
            _candidates.Look($"\"{System.Text.Encoding.ASCII.GetString(word)}\"", isOne: true, static (in Card _) => true, default);
            return Files(_candidates.Ids, Math.Min(most, Limits.FilesPerPage), file => file.Size == size && System.Text.Ascii.EqualsIgnoreCase(file.Token.Span, wanted));
        });
    }

    public void Dispose()
    {
        foreach (var part in (ReadOnlySpan<IDisposable>)[_begin, _end, _read, _find, _vocabulary, _candidates, _database])
        {
            part.Dispose();
        }
    }

    private SearchPage Search(SearchQuery query, string words, bool isWhole, Cursor cursor)
    {
        cursor = _candidates.Look(words, query.All is [{ Words.Count: 1 }] && query.None.Count == 0, (in Card card) => Fits(query, card), cursor, (int)Math.Min(Limits.Candidates, (long)Limits.CandidatesForEach * query.Most));
        var files = new List<FoundFile>();
        foreach (var (id, place) in _candidates.BestBehind(cursor))
        {
            if (files.Count == Math.Min(query.Most, Limits.FilesPerPage))
            {
                return new SearchPage(files, cursor.ToString());
            }

            cursor = cursor with { Given = place };
            if (File(id) is { } found && (isWhole || QueryMatcher.HasWords(query, found.File.Text)) && FitsStill(query, found))
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

    /// <summary>By the file itself: its owner may have gone since, or have come again with another of its name.</summary>
    private bool FitsStill(SearchQuery query, in FoundFile found) => _live.TryGetVisit(found.Owner.Value, out var visit) && QueryMatcher.HasBounds(query, found.Owner, visit.Presence, found.File);

    private List<FoundFile> Files(IEnumerable<long> ids, int most, Func<SharedFile, bool> fits)
    {
        var files = new List<FoundFile>();
        foreach (var id in ids)
        {
            if (files.Count == most)
            {
                break;
            }

            if (File(id) is { } found && fits(found.File))
            {
                files.Add(found);
            }
        }

        return files;
    }

    /// <summary>A file that is shared now; null where it is not any longer.</summary>
    private FoundFile? File(long id)
    {
        FoundFile? found = _read.Bind(1, id).Step() ? new FoundFile(id, new OwnerId((int)_read.Number(0)), FileColumns.Read(_read, 1)) : null;
        _read.Reset();
        return found is { } file && _live.OwnerOf(id) == file.Owner.Value ? found : null;
    }

    private T Read<T>(Func<T> read)
    {
        try
        {
            _begin.Run();
            try
            {
                return read();
            }
            finally
            {
                _end.Run();
            }
        }
        catch (SqliteException e)
        {
            throw new CatalogException(e.Message.TrimEnd('.'), e);
        }
    }
}
