using Shoal.Data;
using Shoal.Napster.Client.Sharing;

namespace Shoal.Napster.Client.Files;

/// <summary>
/// What is shared from here, on disk. Any thread may ask, and waits for the disk; a <see cref="ShareScan"/> writes meanwhile, and nobody waits for it. One process has it open at a time.
/// </summary>
public sealed class ShareIndex : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<ShareFeed> _feeds = [];
    private readonly SqliteDatabase _writer;
    private readonly SqliteDatabase _reader;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _end;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _page;
    private readonly SqliteStatement _departures;
    private readonly SqliteStatement _totals;
    private int _isWritten;

    private ShareIndex(SqliteDatabase writer, SqliteDatabase reader)
    {
        (_writer, _reader) = (writer, reader);
        _begin = reader.Prepare("BEGIN");
        _end = reader.Prepare("COMMIT");
        _find = reader.Prepare($"{ShareRow.Query} WHERE name = ?1 AND revision IS NOT NULL");
        _page = reader.Prepare($"{ShareRow.Query} WHERE revision > ?1 ORDER BY revision LIMIT ?2");
        _departures = reader.Prepare("SELECT revision, name FROM departures WHERE revision > ?1 AND came <= ?2 ORDER BY revision LIMIT ?3");
        _totals = reader.Prepare("SELECT revision, files, bytes, (SELECT count(*) FROM folders) FROM totals");
    }

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">In a folder that is there: <c>shares.db</c> of a profile.</param>
    /// <exception cref="DatabaseException">It cannot be opened; the message is part of a sentence.</exception>
    public static ShareIndex Open(string path)
    {
        var writer = SqliteDatabase.Open(path, Migrations.Of(typeof(ShareIndex).Assembly, "NapsterShares"));
        try
        {
            // Nobody was told anything yet, so nobody needs to hear what went.
            writer.Execute("DELETE FROM departures");
            return new ShareIndex(writer, SqliteDatabase.OpenReader(path));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>What is shared, in figures.</summary>
    public ShareTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return ReadTotals();
            }
        }
    }

    /// <summary>The file that others know by this name; null where none is shared by it.</summary>
    public LocalFile? Find(ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            _find.Bind(1, name);
            var file = _find.Step() ? ShareRow.Read(_find) : null;
            _find.Reset();
            return file;
        }
    }

    /// <summary>Some of the files, in the order of their revisions.</summary>
    /// <param name="after">The last one's revision, or 0.</param>
    /// <param name="most">At most so many, and at most 1,000.</param>
    public IReadOnlyList<LocalFile> Page(long after, int most)
    {
        lock (_gate)
        {
            return Read(after, Math.Min(most, Limits.ShareRows));
        }
    }

    /// <summary>Tells of all files that there are, and from then on of what comes and goes. To be disposed, so that the index forgets what went.</summary>
    public ShareFeed Follow()
    {
        lock (_gate)
        {
            var feed = new ShareFeed(this, ReadTotals().Revision);
            _feeds.Add(feed);
            return feed;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in (ReadOnlySpan<IDisposable>)[_begin, _end, _find, _page, _departures, _totals, _reader, _writer])
        {
            part.Dispose();
        }
    }

    /// <summary>Files that went of those that came up to a revision; when these are told, files that came after it.</summary>
    internal (List<ShareChange> Changes, long Came, long Went) Changes(long came, long went, int most)
    {
        most = Math.Min(most, Limits.ShareRows);
        var changes = new List<ShareChange>();
        lock (_gate)
        {
            // All as it was at one moment: a file that goes between two questions would never be told.
            _begin.Run();
            _departures.Bind(1, went).Bind(2, came).Bind(3, most);
            while (_departures.Step())
            {
                went = _departures.Number(0);
                changes.Add(new ShareChange(_departures.Bytes(1).ToArray(), null));
            }

            _departures.Reset();
            if (changes.Count < most)
            {
                went = ReadTotals().Revision;
                changes.AddRange(Read(came, most - changes.Count).Select(static file => new ShareChange(file.Name, file)));
                came = changes is [.., { File: { } last }] ? last.Revision : came;
            }

            _end.Run();
        }

        return (changes, came, went);
    }

    internal void Leave(ShareFeed feed)
    {
        lock (_gate)
        {
            _feeds.Remove(feed);
        }
    }

    /// <summary>For the one scan that writes, until it is disposed.</summary>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    internal ShareWriter Write() => Interlocked.Exchange(ref _isWritten, 1) == 0
        ? new ShareWriter(_writer, () => Volatile.Write(ref _isWritten, 0))
        : throw new InvalidOperationException("a scan writes to this index already");

    /// <summary>Departures up to here were told to all who want to know. Whoever follows later begins behind them, so they are of use to nobody.</summary>
    internal long Told()
    {
        lock (_gate)
        {
            return _feeds.Aggregate(ReadTotals().Revision, static (least, feed) => Math.Min(least, feed.Went));
        }
    }

    private List<LocalFile> Read(long after, int most)
    {
        var files = new List<LocalFile>();
        _page.Bind(1, after).Bind(2, most);
        while (_page.Step())
        {
            files.Add(ShareRow.Read(_page));
        }

        _page.Reset();
        return files;
    }

    private ShareTotals ReadTotals()
    {
        _totals.Step();
        var totals = new ShareTotals(_totals.Number(0), _totals.Number(1), _totals.Number(2), _totals.Number(3));
        _totals.Reset();
        return totals;
    }
}
