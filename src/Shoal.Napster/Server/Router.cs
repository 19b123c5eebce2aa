using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server;

/// <summary>Which part of the server handles which message, and who may send it.</summary>
internal sealed class Router(Dialect dialect)
{
    private readonly Dictionary<MessageType, Route> _routes = [];

    /// <summary>What came of each message that is known, in the order of their numbers.</summary>
    public IEnumerable<(MessageType Type, Tally Came)> Tallies => _routes.OrderBy(static each => each.Key).Select(static each => (each.Key, each.Value.Came));

    /// <summary>What came of all others.</summary>
    public Tally Unknown { get; } = new();

    /// <summary>Handles a message of a user.</summary>
    /// <param name="session">Whose.</param>
    /// <param name="fields">The payload.</param>
    public delegate void Handler(Session session, Fields fields);

    /// <summary>A message that users send.</summary>
    /// <param name="type">Its number.</param>
    /// <param name="handler">What is done.</param>
    /// <param name="least">Who is below is refused.</param>
    public void On(MessageType type, Handler handler, Level least = Level.Leech) => _routes.Add(type, new Route(handler, least, IsBeforeLogin: false));

    /// <summary>A message that strangers send.</summary>
    public void BeforeLogin(MessageType type, Handler handler) => _routes.Add(type, new Route(handler, Level.Leech, IsBeforeLogin: true));

    /// <summary>Messages of later servers are unknown where an old one is played.</summary>
    public void Forget(params ReadOnlySpan<MessageType> types)
    {
        foreach (var type in types)
        {
            _routes.Remove(type);
        }
    }

    public void Handle(Session session, MessageType type, ReadOnlySpan<byte> payload)
    {
        var route = _routes.GetValueOrDefault(type);
        (route?.Came ?? Unknown).Add(Frame.HeaderLength + payload.Length);
        if (route is null)
        {
            if (session.IsUser)
            {
                session.Send(MessageType.Notice, $"Unknown command code {(long)type}");
            }
            else
            {
                session.Expel("invalid command");
            }
        }
        else if (!session.IsUser && !route.IsBeforeLogin)
        {
            session.Expel("invalid command");
        }
        else if (session.Level < route.Least)
        {
            session.Notice(type == MessageType.Kill && !dialect.IsOld ? "kill failed: permission denied" : "permission denied");
        }
        else
        {
            route.Handler(session, new Fields(payload));
        }
    }

    private sealed record Route(Handler Handler, Level Least, bool IsBeforeLogin)
    {
        public Tally Came { get; } = new();
    }
}
