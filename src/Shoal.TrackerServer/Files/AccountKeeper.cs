using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Shoal.TrackerServer.Accounts;

namespace Shoal.TrackerServer.Files;

/// <summary>Writes the accounts to their database every few seconds and at the end, on a thread of its own. What could not be written is tried again.</summary>
internal sealed class AccountKeeper : IDisposable
{
    private readonly AccountBooks _books;
    private readonly AccountStore _store;
    private readonly TimeSpan _pause;
    private readonly ILogger _log;
    private readonly Lock _writing = new();
    private readonly AccountBatch _batch = new();
    private readonly ManualResetEventSlim _stopping = new();
    private readonly Thread _thread;
    private string? _failure;

    /// <summary>The shelf whose turn it is to be swept.</summary>
    private int _shelf;

    public AccountKeeper(AccountBooks books, AccountStore store, TimeSpan pause, ILogger log)
    {
        _books = books;
        _store = store;
        _pause = pause;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = "accounts" };
        _thread.Start();
    }

    /// <summary>Writes what has come so far; false where it could not be.</summary>
    public bool Write() => Try(() =>
    {
        while (!_batch.IsEmpty || _books.Take(_batch))
        {
            _store.Write(_batch);
            _batch.Clear();
        }
    });

    /// <summary>Writes the last and ends.</summary>
    public void Dispose()
    {
        _stopping.Set();
        _thread.Join();
        _stopping.Dispose();
    }

    private bool Try(Action work)
    {
        lock (_writing)
        {
            try
            {
                work();
                _failure = null;
                return true;
            }
            catch (SqliteException e)
            {
                // A disk that is full stays so for a while: it is told once.
                if (!string.Equals(_failure, e.Message, StringComparison.Ordinal))
                {
                    _failure = e.Message;
                    _log.Trouble($"the accounts cannot be written, and are kept in memory until they can: {e.Message.TrimEnd('.')}");
                }

                return false;
            }
        }
    }

    private void Sweep()
    {
        _books.Sweep(_shelf);
        _shelf = (_shelf + 1) % Limits.Shelves;
        if (_shelf == 0)
        {
            Try(() => _store.ForgetPeers(_books.Oldest()));
        }
    }

    private void Run()
    {
        while (!_stopping.Wait(_pause))
        {
            Write();
            Sweep();
        }

        Write();
    }
}
