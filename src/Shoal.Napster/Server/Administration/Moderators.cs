using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Administration;

/// <summary>The moderators and above who are there: they hear of what is done, and so does the log.</summary>
internal sealed class Moderators(NapsterServer server) : IRosterWatcher
{
    private readonly SortedDictionary<string, Session> _there = new(Nick.Comparer);

    /// <summary>In the order of their nicks.</summary>
    public IEnumerable<Session> All => _there.Values;

    public void OnCame(Session session)
    {
        OnLevel(session);
        if (session.Account.Marks.HasFlag(Marks.Criminal))
        {
            Tell(Notices.Abuse, $"{session.Nick}, who is marked as criminal, came from {session.Remote.ToIPAddress()}");
        }
    }

    public void OnWent(Session session) => _there.Remove(session.Nick);

    /// <summary>A user's level is another one, or a user came.</summary>
    public void OnLevel(Session session)
    {
        if (session.Level >= Level.Moderator)
        {
            _there[session.Nick] = session;
        }
        else
        {
            _there.Remove(session.Nick);
        }
    }

    /// <summary>Tells all of them who want to hear of such, and the log.</summary>
    public void Tell(Notices kind, string text)
    {
        server.World.Log.Told(text);
        foreach (var session in _there.Values)
        {
            if (session.Hears.HasFlag(kind))
            {
                session.Notice(text);
            }
        }
    }
}
