using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Friends;

/// <summary>Users hear of the coming and going of those whom they named. Who comes is looked up among the named, so that a login costs what its friends are and not what everybody's are.</summary>
internal sealed class Hotlists(NapsterServer server) : IRosterWatcher
{
    /// <summary>Of each user that somebody named: the nicks of those who did, who are all there. Never empty.</summary>
    private readonly Dictionary<string, SortedSet<string>> _watchers = new(Nick.Comparer);

    public void Register(Router router)
    {
        router.On(MessageType.HotlistAdd, Add);
        router.On(MessageType.HotlistOnLogin, Add);
        router.On(MessageType.HotlistRemove, Remove);
        server.Watchers.Add(this);
    }

    public void OnCame(Session session)
    {
        foreach (var watcher in Watching(session))
        {
            watcher.Send(MessageType.SignedOn, $"{session.Nick} {session.Link}");
        }
    }

    public void OnWent(Session session)
    {
        foreach (var friend in session.Hotlist)
        {
            Forget(friend, session);
        }

        session.Hotlist.Clear();
        foreach (var watcher in Watching(session).Where(watcher => !session.IsHiddenFrom(watcher)))
        {
            watcher.Send(MessageType.SignedOff, $"{session.Nick}");
        }
    }

    /// <summary>For users, who hides goes.</summary>
    public void OnCloaked(Session session)
    {
        foreach (var watcher in Watching(session).Where(static watcher => watcher.Level < Level.Moderator))
        {
            if (session.IsCloaked)
            {
                watcher.Send(MessageType.SignedOff, $"{session.Nick}");
            }
            else
            {
                watcher.Send(MessageType.SignedOn, $"{session.Nick} {session.Link}");
            }
        }
    }

    private void Add(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name) || !Nick.TryParse(name, out var nick) || (session.Hotlist.Count >= server.Options.MostFriends && !session.Hotlist.Contains(nick)))
        {
            session.Send(MessageType.HotlistError, $"{name}");
            return;
        }

        if (session.Hotlist.Add(nick))
        {
            if (!_watchers.TryGetValue(nick, out var watchers))
            {
                _watchers.Add(nick, watchers = new SortedSet<string>(Nick.Comparer));
            }

            watchers.Add(session.Nick);
        }

        session.Send(MessageType.HotlistAck, $"{name}");
        if (server.Roster.TryFind(nick, out var friend) && !friend.IsHiddenFrom(session))
        {
            session.Send(MessageType.SignedOn, $"{friend.Nick} {friend.Link}");
        }
    }

    private void Remove(Session session, Fields fields)
    {
        if (fields.TryNext(out var name) && Nick.TryParse(name, out var nick) && session.Hotlist.Remove(nick))
        {
            Forget(nick, session);
        }
    }

    private void Forget(string friend, Session session)
    {
        var watchers = _watchers[friend];
        watchers.Remove(session.Nick);
        if (watchers.Count == 0)
        {
            _watchers.Remove(friend);
        }
    }

    private IEnumerable<Session> Watching(Session session)
    {
        if (_watchers.TryGetValue(session.Nick, out var watchers))
        {
            foreach (var nick in watchers)
            {
                if (server.Roster.TryFind(nick, out var watcher))
                {
                    yield return watcher;
                }
            }
        }
    }
}
