using Shoal.Catalog;
using Shoal.Catalog.Searching;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Searching;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Wishes;

/// <summary>
/// Searches that users leave with the server: of each new file that one of them finds its user is told at once, or at its next login. The messages are ours; old clients send none.
/// <code>
///   10400 "name" clauses    keep it            10401 "name" files   kept, and what there is already
///   10402 "name" hit        one file (as 201)  10403 … 10404* … 10403   the list
///   10405 "name"            forget it, echoed
/// </code>
/// </summary>
internal sealed class WishDesk : IRosterWatcher
{
    private readonly NapsterServer _server;
    private readonly WishStore _store;
    private readonly WishBook _book = new();

    /// <summary>Of each user who is there and has any.</summary>
    private readonly Dictionary<Session, List<Wish>> _bySession = [];

    public WishDesk(NapsterServer server)
    {
        _server = server;
        _store = new WishStore(server.World.Accounts);
        server.Watchers.Add(this);
    }

    public void Register(Router router)
    {
        router.On(MessageType.WishAdd, Add);
        router.On(MessageType.WishList, List);
        router.On(MessageType.WishRemove, Remove);
    }

    /// <summary>Its wishes are read before any of its messages, and what came while it was away is looked for.</summary>
    public void OnCame(Session session)
    {
        if (!session.Account.IsRegistered)
        {
            return;
        }

        _server.Do(session, _server.World.Readers, () => _store.Read(session.Owner), saved =>
        {
            foreach (var each in saved)
            {
                if (Read(session, each.Request, out _) is { } query)
                {
                    var wish = new Wish(session, each.Name, each.Request, query) { Told = each.Told };
                    Keep(wish);
                    LookUp(wish, static (_, _) => { });
                }
            }
        });
    }

    public void OnWent(Session session)
    {
        if (_bySession.Remove(session, out var wishes))
        {
            wishes.ForEach(_book.Remove);
        }
    }

    /// <summary>Somebody shares a file that was not known before.</summary>
    public void OnShared(Session owner, SharedFile file, long id)
    {
        foreach (var wish in _book.Fulfilled(owner.Owner, owner.Presence, file))
        {
            Tell(wish, owner, file, id);
        }
    }

    private void Add(Session session, Fields fields)
    {
        if (!fields.TryNext(out var nameField) || nameField.Length is 0 or > Limits.WishName)
        {
            session.NoticeUnparsable();
            return;
        }

        var (name, request) = (LegacyText.Decode(nameField), fields.Rest.ToArray());
        if (Read(session, request, out var refusal) is not { } query)
        {
            session.Notice(refusal ?? "search failed: request contained no valid words");
            return;
        }

        var old = WishesOf(session).Find(wish => wish.Name.Equals(name, StringComparison.Ordinal));
        if (old is null && WishesOf(session).Count >= _server.Options.MostWishes)
        {
            session.Notice($"You may only keep {_server.Options.MostWishes} searches");
            return;
        }

        Drop(old);
        var wish = new Wish(session, name, request, query);
        Keep(wish);
        Save(session, () => _store.Save(session.Owner, new SavedWish(name, request, 0)));
        LookUp(wish, static (wish, found) => wish.Session.Send(MessageType.WishAck, $"\"{wish.Name}\" {found}"));
    }

    private void List(Session session, Fields fields)
    {
        foreach (var wish in WishesOf(session))
        {
            session.Send(MessageType.WishRow, $"\"{wish.Name}\" {wish.Request.AsSpan()}");
        }

        session.Send(MessageType.WishList);
    }

    private void Remove(Session session, Fields fields)
    {
        if (!fields.TryNext(out var field) || WishesOf(session).Find(Named(LegacyText.Decode(field))) is not { } wish)
        {
            session.Notice("there is no such search");
            return;
        }

        Drop(wish);
        Save(session, () => _store.Remove(session.Owner, wish.Name));
        session.Send(MessageType.WishRemove, $"\"{wish.Name}\"");

        static Predicate<Wish> Named(string name) => wish => wish.Name.Equals(name, StringComparison.Ordinal);
    }

    /// <summary>Tells of the newest files that are there already and were not told.</summary>
    private void LookUp(Wish wish, Action<Wish, int> then)
    {
        var query = wish.Query with { IsReachable = wish.Session.IsFirewalled };
        _server.Catalog.Ask(wish.Session, reader => Searches.SearchOn(reader, query), page =>
        {
            var told = wish.Told;
            var found = page.Files.Where(file => file.Id > told).OrderBy(static file => file.Id).ToList();
            then(wish, found.Count);
            foreach (var (id, owner, file) in found)
            {
                if (_server.Roster.TryFind(owner, out var other))
                {
                    Tell(wish, other, file, id);
                }
            }
        });
    }

    private void Tell(Wish wish, Session owner, SharedFile file, long id)
    {
        var session = wish.Session;
        _server.Counters.Wishes++;
        session.Send(MessageType.WishHit, $"\"{wish.Name}\" {file} {owner.Nick} {LegacyAddress.Of(owner.Remote)} {owner.Link}{session.ExtrasOf(file)}");
        if (id > wish.Told)
        {
            wish.Told = id;
            Save(session, () => _store.Tell(session.Owner, wish.Name, id));
        }
    }

    private SearchQuery? Read(Session session, byte[] request, out string? refusal)
    {
        var query = SearchRequest.Read(request, _server.Dialect, _server.Options.MostHits, out _, out refusal);
        return query is null ? null : query with { Except = session.Owner, After = null };
    }

    private List<Wish> WishesOf(Session session) => _bySession.GetValueOrDefault(session) ?? [];

    private void Keep(Wish wish)
    {
        _book.Add(wish);
        if (!_bySession.TryGetValue(wish.Session, out var wishes))
        {
            _bySession.Add(wish.Session, wishes = []);
        }

        wishes.Add(wish);
    }

    private void Drop(Wish? wish)
    {
        if (wish is not null)
        {
            _book.Remove(wish);
            _bySession[wish.Session].Remove(wish);
        }
    }

    /// <summary>Written behind the session's back: nothing waits for it.</summary>
    private void Save(Session session, Action write) =>
        _server.Save(null, write, static () => { }, failure => _server.Trouble($"a saved search of '{session.Nick}' could not be written", failure));
}
