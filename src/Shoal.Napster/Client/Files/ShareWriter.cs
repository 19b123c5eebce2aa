using System.Text;
using Microsoft.Data.Sqlite;
using Shoal.Data;
using Shoal.Napster.Client.Sharing;

namespace Shoal.Napster.Client.Files;

/// <summary>What a scan reads and writes of the index. What was changed since the last commit is seen by nobody else.</summary>
internal sealed class ShareWriter : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly Action _onDone;
    private readonly List<SqliteStatement> _statements = [];
    private readonly SqliteStatement _folder;
    private readonly SqliteStatement _addFolder;
    private readonly SqliteStatement _hasShown;
    private readonly SqliteStatement _file;
    private readonly SqliteStatement _hasName;
    private readonly SqliteStatement _addFile;
    private readonly SqliteStatement _setDue;
    private readonly SqliteStatement _due;
    private readonly SqliteStatement _state;
    private readonly SqliteStatement _depart;
    private readonly SqliteStatement _removeFile;
    private readonly SqliteStatement _hide;
    private readonly SqliteStatement _touch;
    private readonly SqliteStatement _share;
    private long _revision;
    private long _files;
    private long _bytes;
    private bool _isOpen;

    public ShareWriter(SqliteDatabase database, Action onDone)
    {
        (_database, _onDone) = (database, onDone);
        _folder = Prepare("SELECT id, shown FROM folders WHERE path = ?1");
        _addFolder = Prepare("INSERT INTO folders (parent, path, shown) VALUES (?1, ?2, ?3) RETURNING id");
        _hasShown = Prepare("SELECT 1 FROM folders WHERE parent IS NULL AND shown = ?1");
        _file = Prepare("SELECT id, size, modified, due FROM files WHERE folder = ?1 AND file = ?2");
        _hasName = Prepare("SELECT 1 FROM files WHERE name = ?1");
        _addFile = Prepare("INSERT INTO files (folder, file, name, due) VALUES (?1, ?2, ?3, 1) RETURNING id");
        _setDue = Prepare("UPDATE files SET due = 1 WHERE id = ?1");
        _due = Prepare("SELECT files.id, path, file FROM files JOIN folders ON folders.id = folder WHERE due = 1 AND files.id > ?1 ORDER BY files.id LIMIT ?2");
        _state = Prepare("SELECT name, size, sha256, revision FROM files WHERE id = ?1 AND revision IS NOT NULL");
        _depart = Prepare("INSERT INTO departures (revision, came, name) VALUES (?1, ?2, ?3)");
        _removeFile = Prepare("DELETE FROM files WHERE id = ?1");
        _hide = Prepare("UPDATE files SET revision = NULL, due = 1 WHERE id = ?1");
        _touch = Prepare("UPDATE files SET modified = ?2, due = ?3 WHERE id = ?1");
        _share = Prepare("""
            UPDATE files SET revision = ?2, size = ?3, modified = ?4, due = ?5, media = ?6, bitrate = ?7, frequency = ?8, duration = ?9,
                artist = ?10, title = ?11, album = ?12, token = ?13, sha256 = ?14, root = ?15 WHERE id = ?1
            """);
        using var totals = database.Command("SELECT revision, files, bytes FROM totals");
        using var row = totals.ExecuteReader();
        row.Read();
        (_revision, _files, _bytes) = (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }

    /// <summary>The shared folders of the last scan.</summary>
    public IReadOnlyList<(long Id, string Path)> Roots() => Folders("parent IS NULL", 0);

    /// <summary>The folders in one.</summary>
    public IReadOnlyList<(long Id, string Path)> FoldersIn(long parent) => Folders("parent = $id", parent);

    /// <summary>A folder, which is added where it is new; one without a parent is a shared one.</summary>
    public ShareFolder Folder(ShareFolder? parent, string path)
    {
        _folder.BindText(1, Encoding.UTF8.GetBytes(path));
        var found = _folder.Step() ? new ShareFolder(_folder.Number(0), path, _folder.Bytes(1).ToArray(), (parent?.Depth ?? 0) + 1) : null;
        _folder.Reset();
        if (found is not null)
        {
            return found;
        }

        Begin();
        var shown = parent is null ? Unique(SharedName.OfShare(path), _hasShown, isFile: false)! : SharedName.OfFolder(parent.Shown, System.IO.Path.GetFileName(path));
        _ = parent is null ? _addFolder.BindNull(1) : _addFolder.Bind(1, parent.Id);
        _addFolder.BindText(2, Encoding.UTF8.GetBytes(path)).Bind(3, shown);
        return new ShareFolder(RunForId(_addFolder), path, shown, (parent?.Depth ?? 0) + 1);
    }

    /// <summary>A file as it was when it was hashed; null where it is new.</summary>
    public FileState? File(long folder, string file)
    {
        _file.Bind(1, folder).BindText(2, Encoding.UTF8.GetBytes(file));
        FileState? state = _file.Step() ? new FileState(_file.Number(0), _file.Number(1), _file.Number(2), _file.Number(3) != 0) : null;
        _file.Reset();
        return state;
    }

    /// <summary>A new file, which is to be hashed; null where too many have its name.</summary>
    public long? AddFile(ShareFolder folder, string file)
    {
        if (Unique(SharedName.OfFile(folder.Shown, file), _hasName, isFile: true) is not { } name)
        {
            return null;
        }

        Begin();
        _addFile.Bind(1, folder.Id).BindText(2, Encoding.UTF8.GetBytes(file)).Bind(3, name);
        return RunForId(_addFile);
    }

    /// <summary>It changed. What was known of it stays shared until more is known.</summary>
    public void SetDue(long id)
    {
        Begin();
        _setDue.Bind(1, id).Run();
    }

    /// <summary>Some of those that are to be hashed.</summary>
    public void Due(long after, int most, Queue<DueFile> into)
    {
        _due.Bind(1, after).Bind(2, most);
        while (_due.Step())
        {
            into.Enqueue(new DueFile(_due.Number(0), System.IO.Path.Combine(Encoding.UTF8.GetString(_due.Bytes(1)), Encoding.UTF8.GetString(_due.Bytes(2)))));
        }

        _due.Reset();
    }

    /// <summary>A file of a folder, which was looked through, is not there any more.</summary>
    /// <returns>How many went.</returns>
    public int RemoveOthers(long folder, HashSet<long> present)
    {
        using var all = _database.Prepare("SELECT id FROM files WHERE folder = ?1");
        var gone = new List<long>();
        all.Bind(1, folder);
        while (all.Step())
        {
            if (!present.Contains(all.Number(0)))
            {
                gone.Add(all.Number(0));
            }
        }

        all.Reset();
        foreach (var id in gone)
        {
            Begin();
            Depart(id);
            _removeFile.Bind(1, id).Run();
        }

        return gone.Count;
    }

    /// <summary>A folder is not there any more, and nothing in it.</summary>
    /// <returns>How many files went.</returns>
    public int RemoveFolder(long folder)
    {
        var tree = new List<long> { folder };
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(FoldersIn(tree[i]).Select(inner => inner.Id));
        }

        var files = 0;
        for (var i = tree.Count - 1; i >= 0; i--)
        {
            files += RemoveOthers(tree[i], []);
            Begin();
            _database.Execute("DELETE FROM folders WHERE id = $id", ("$id", tree[i]));
        }

        return files;
    }

    /// <summary>It cannot be read: nobody could have it.</summary>
    public void Hide(long id)
    {
        Begin();
        Depart(id);
        _hide.Bind(1, id).Run();
    }

    /// <summary>It was hashed. Where it is what it was, nobody need hear of it.</summary>
    /// <returns>False where it is what it was.</returns>
    public bool Share(long id, HashedFile file, bool isDue)
    {
        Begin();
        _state.Bind(1, id);
        var isSame = _state.Step() && _state.Number(1) == file.Size && _state.Bytes(2).SequenceEqual(file.Sha256.Span);
        _state.Reset();
        if (isSame)
        {
            _touch.Bind(1, id).Bind(2, file.Modified).Bind(3, isDue ? 1 : 0).Run();
            return false;
        }

        Depart(id);
        _share.Bind(1, id).Bind(2, ++_revision).Bind(3, file.Size).Bind(4, file.Modified).Bind(5, isDue ? 1 : 0).Bind(6, (long)file.Media)
            .Bind(7, file.Audio.Bitrate).Bind(8, file.Audio.Frequency).Bind(9, file.Audio.Duration).Bind(13, file.Token).Bind(14, file.Sha256.Span).Bind(15, file.Root.Span);
        BindText(_share, 10, file.Audio.Artist);
        BindText(_share, 11, file.Audio.Title);
        BindText(_share, 12, file.Audio.Album);
        _share.Run();
        _files++;
        _bytes += file.Size;
        return true;
    }

    /// <summary>What was changed is seen by all, and stays after a kill.</summary>
    /// <returns>False where nothing was changed.</returns>
    public bool Commit()
    {
        if (!_isOpen)
        {
            return false;
        }

        _database.Execute("UPDATE totals SET revision = $revision, files = $files, bytes = $bytes", ("$revision", _revision), ("$files", _files), ("$bytes", _bytes));
        _database.Execute("COMMIT");
        _isOpen = false;
        return true;
    }

    /// <summary>What went up to that revision is forgotten.</summary>
    public void Forget(long revision) => _database.Execute("DELETE FROM departures WHERE revision <= $revision", ("$revision", revision));

    public void Dispose()
    {
        try
        {
            if (_isOpen)
            {
                _database.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // After some errors SQLite has done it itself.
        }

        _statements.ForEach(static statement => statement.Dispose());
        _onDone();
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = _database.Prepare(sql);
        _statements.Add(statement);
        return statement;
    }

    private void Begin()
    {
        if (!_isOpen)
        {
            _database.Execute("BEGIN IMMEDIATE");
            _isOpen = true;
        }
    }

    private void Depart(long id)
    {
        _state.Bind(1, id);
        var isShared = _state.Step();
        if (isShared)
        {
            _depart.Bind(1, ++_revision).Bind(2, _state.Number(3)).Bind(3, _state.Bytes(0));
            _files--;
            _bytes -= _state.Number(1);
        }

        _state.Reset();
        if (isShared)
        {
            _depart.Run();
        }
    }

    private List<(long Id, string Path)> Folders(string which, long id)
    {
        using var command = _database.Command($"SELECT id, path FROM folders WHERE {which}", ("$id", id));
        using var row = command.ExecuteReader();
        var folders = new List<(long, string)>();
        while (row.Read())
        {
            folders.Add((row.GetInt64(0), row.GetString(1)));
        }

        return folders;
    }

    private static byte[]? Unique(byte[] name, SqliteStatement isTaken, bool isFile)
    {
        var candidate = name;
        for (var number = 2; ; number++)
        {
            isTaken.Bind(1, candidate);
            var taken = isTaken.Step();
            isTaken.Reset();
            if (!taken || number > Limits.SameNames)
            {
                return taken ? null : candidate;
            }

            candidate = SharedName.Numbered(name, number, isFile);
        }
    }

    private static void BindText(SqliteStatement statement, int parameter, string? text)
    {
        _ = text is null ? statement.BindNull(parameter) : statement.BindText(parameter, Encoding.UTF8.GetBytes(text));
    }

    private static long RunForId(SqliteStatement insert)
    {
        insert.Step();
        var id = insert.Number(0);
        insert.Run();
        return id;
    }
}
