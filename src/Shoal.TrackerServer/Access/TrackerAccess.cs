using System.Text;
using Microsoft.Extensions.Logging;
using Shoal.Data;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.TrackerServer.Accounts;
using Shoal.TrackerServer.Files;

namespace Shoal.TrackerServer.Access;

/// <summary>
/// Who may use a tracker, and what they moved: the rules in memory, and the files behind them. A change is written first and holds from the next announce on.
/// <code>
///   list FILE ─────────┐
///                      ├─► Gate (rules) ◄─ announces ─► AccountBooks ─► keeper, every 3 s ─► database
///   database: users ───┘
/// </code>
/// </summary>
public sealed class TrackerAccess : IDisposable
{
    private readonly AccessOptions _options;
    private readonly ISecrets _secrets;
    private readonly ILogger _log;
    private readonly Lock _changing = new();
    private readonly HashListFile? _list;
    private readonly AccountStore? _store;
    private readonly AccountKeeper? _keeper;

    private TrackerAccess(AccessOptions options, TimeProvider time, ISecrets secrets, ILogger log)
    {
        _options = options;
        _secrets = secrets;
        _log = log;
        Time = time;
        _list = options.List == ListKind.None ? null : new HashListFile(options.ListFile);
        var listed = _list?.Read() ?? [];
        if (options.Database is { } path)
        {
            _store = new AccountStore(path);
            Books = new AccountBooks(time, secrets, options.Accounts);
            _store.ReadPeers(Books.Oldest(), (key, peer, until) => Books.Restore(key, peer, until));
            _keeper = new AccountKeeper(Books, _store, options.Accounts.Pause, log);
        }

        Gate.Change(_ => new AccessRules(options.List, listed, _store?.ReadKeys()));
    }

    /// <summary>True where who has no passkey is refused.</summary>
    public bool IsPrivate => _store is not null;

    internal ListKind List => _options.List;

    internal TimeProvider Time { get; }

    private AccountStore Store => _store ?? throw new InvalidOperationException("this tracker has no accounts");

    internal Gate Gate { get; } = new();

    internal AccountBooks? Books { get; }

    /// <summary>Reads the files.</summary>
    /// <param name="options">Which.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="secrets">Where passkeys are made up.</param>
    /// <param name="log">Told what an operator should know, on any thread: the tracker goes on.</param>
    /// <exception cref="AccessException">One cannot be used.</exception>
    public static TrackerAccess Open(AccessOptions options, TimeProvider time, ISecrets secrets, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(secrets);
        try
        {
            return new TrackerAccess(options, time, secrets, log);
        }
        catch (DatabaseException e)
        {
            throw new AccessException($"the accounts in '{options.Database}' cannot be used: {e.Message}; name another folder with --data", e);
        }
    }

    /// <summary>Reads the list again, where there is one: people edit it too. One that cannot be used changes nothing and is logged. Any thread may ask.</summary>
    public void Reload()
    {
        lock (_changing)
        {
            try
            {
                if (_list?.Read() is { } listed)
                {
                    Gate.Change(rules => rules with { Listed = listed });
                    _log.ServesList(listed.Count);
                }
            }
            catch (AccessException e)
            {
                _log.KeepsList(e.Message, Gate.Rules.Listed.Count);
            }
        }
    }

    /// <summary>Lets somebody in whom there was not; false where there is one of that name already.</summary>
    internal bool AddUser(string name)
    {
        lock (_changing)
        {
            var isNew = Store.AddUser(name, Books!.Now()) is not null;
            LoadKeys();
            return isNew;
        }
    }

    /// <summary>Refuses his passkeys from now on; his figures stay unless he is to be forgotten. False where there is no such user.</summary>
    internal bool RemoveUser(string name, bool forget)
    {
        lock (_changing)
        {
            if (Store.FindUser(name) is not { } user)
            {
                return false;
            }

            if (forget)
            {
                Store.ForgetUser(user.Id);
            }
            else
            {
                Store.DisableUser(user.Id, Books!.Now());
            }

            LoadKeys();
            return true;
        }
    }

    /// <summary>Everybody behind that name, with what is counted up to now, as far as one answer goes.</summary>
    internal IReadOnlyList<UserFigures> ListUsers(string after = "")
    {
        _keeper!.Write();
        return Store.ListUsers(after);
    }

    /// <summary>One of them; null where there is no such user.</summary>
    internal UserReport? Report(string name)
    {
        _keeper!.Write();
        return Store.FindUser(name) is { } user ? new UserReport(user, Store.ListShares(user.Id)) : null;
    }

    /// <summary>A new passkey, which is kept by nobody here; null where there is no such user.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="passkey">32 hexadecimal digits.</param>
    internal KeyFigures? AddKey(string name, out string? passkey)
    {
        Span<byte> random = stackalloc byte[Limits.PasskeyBytes];
        lock (_changing)
        {
            passkey = null;
            if (Store.FindUser(name) is not { } user)
            {
                return null;
            }

            _secrets.Fill(random);
            passkey = Convert.ToHexStringLower(random);
            var key = Store.AddKey(user.Id, AccessRules.DigestOf(Encoding.ASCII.GetBytes(passkey)), Books!.Now());
            LoadKeys();
            return key;
        }
    }

    /// <summary>Refuses a passkey from now on; false where the user has none of that number.</summary>
    internal bool RemoveKey(string name, long key)
    {
        lock (_changing)
        {
            var isGone = Store.FindUser(name) is { } user && Store.RemoveKey(user.Id, key);
            LoadKeys();
            return isGone;
        }
    }

    /// <summary>A user's passkeys behind that number, as far as one answer goes; null where there is no such user.</summary>
    internal IReadOnlyList<KeyFigures>? ListKeys(string name, long after = 0) => Store.FindUser(name) is { } user ? Store.ListKeys(user.Id, after) : null;

    /// <summary>Puts info-hashes on the list; how many were not on it.</summary>
    internal int AddHashes(IReadOnlyCollection<Sha1Hash> hashes)
    {
        lock (_changing)
        {
            Sha1Hash[] missing = [.. hashes.Distinct().Where(hash => !Gate.Rules.Listed.Contains(hash))];
            _list!.Add(missing);
            Gate.Change(rules => rules with { Listed = [.. rules.Listed, .. missing] });
            return missing.Length;
        }
    }

    /// <summary>Takes info-hashes off the list; how many were on it.</summary>
    internal int RemoveHashes(IReadOnlyCollection<Sha1Hash> hashes)
    {
        lock (_changing)
        {
            var there = hashes.Where(Gate.Rules.Listed.Contains).ToHashSet();
            _list!.Remove(there);
            Gate.Change(rules => rules with { Listed = [.. rules.Listed.Except(there)] });
            return there.Count;
        }
    }

    /// <summary>Writes what is not written yet.</summary>
    public void Dispose()
    {
        _keeper?.Dispose();
        _store?.Dispose();
    }

    private void LoadKeys() => Gate.Change(rules => rules with { Keys = Store.ReadKeys() });
}
