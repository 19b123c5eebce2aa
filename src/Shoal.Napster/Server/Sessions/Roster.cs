using System.Diagnostics.CodeAnalysis;
using Shoal.Catalog;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Server.Sessions;

/// <summary>The users who are there, by nick and by what they share as.</summary>
internal sealed class Roster
{
    /// <summary>In the order of their nicks, so that nothing follows from the order of a hash.</summary>
    private readonly SortedDictionary<string, Session> _byNick = new(Nick.Comparer);
    private readonly Dictionary<OwnerId, Session> _byOwner = [];

    public int Count => _byNick.Count;

    /// <summary>In the order of their nicks.</summary>
    public IEnumerable<Session> All => _byNick.Values;

    public bool TryFind(string nick, [NotNullWhen(true)] out Session? session) => _byNick.TryGetValue(nick, out session);

    public bool TryFind(OwnerId owner, [NotNullWhen(true)] out Session? session) => _byOwner.TryGetValue(owner, out session);

    /// <summary>The user whose nick the next field is.</summary>
    public bool TryFind(ref Fields fields, [NotNullWhen(true)] out Session? session)
    {
        session = null;
        return fields.TryNext(out var field) && Nick.TryParse(field, out var nick) && TryFind(nick, out session);
    }

    public void Add(Session session)
    {
        _byNick.Add(session.Nick, session);
        _byOwner.Add(session.Owner, session);
    }

    public void Remove(Session session)
    {
        _byNick.Remove(session.Nick);
        _byOwner.Remove(session.Owner);
    }
}
