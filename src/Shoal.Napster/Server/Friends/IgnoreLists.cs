using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Friends;

/// <summary>Users from whom one hears nothing in private; as long as one is there.</summary>
internal sealed class IgnoreLists(NapsterServer server)
{
    public void Register(Router router)
    {
        router.On(MessageType.IgnoreList, List);
        router.On(MessageType.IgnoreAdd, Add);
        router.On(MessageType.IgnoreRemove, Remove);
        router.On(MessageType.IgnoreClear, Clear);
    }

    private static void List(Session session, Fields fields)
    {
        foreach (var nick in session.Ignored)
        {
            session.Send(MessageType.IgnoreRow, $"{nick}");
        }

        session.Send(MessageType.IgnoreList, $"{session.Ignored.Count}");
    }

    private void Add(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name) || !Nick.TryParse(name, out var nick))
        {
            session.Notice("invalid nick");
        }
        else if (session.Ignored.Contains(nick))
        {
            session.Send(MessageType.AlreadyIgnored, $"{name}");
        }
        else if (session.Ignored.Count >= server.Options.MostFriends)
        {
            session.Notice($"ignore list is limited to {server.Options.MostFriends} users");
        }
        else
        {
            session.Ignored.Add(nick);
            session.Send(MessageType.IgnoreAdd, $"{name}");
        }
    }

    private static void Remove(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name) || !Nick.TryParse(name, out var nick))
        {
            session.Notice("invalid nick");
        }
        else
        {
            session.Send(session.Ignored.Remove(nick) ? MessageType.IgnoreRemove : MessageType.NotIgnored, $"{name}");
        }
    }

    private static void Clear(Session session, Fields fields)
    {
        var count = session.Ignored.Count;
        session.Ignored.Clear();
        session.Send(MessageType.IgnoreClear, $"{count}");
    }
}
