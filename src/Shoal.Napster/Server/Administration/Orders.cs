using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration;

/// <summary>What operators may have done, each by the message of the protocol that means it.</summary>
internal sealed class Orders(NapsterServer server)
{
    private readonly Dictionary<MessageType, Handler> _handlers = [];

    /// <summary>Carries out an order.</summary>
    /// <param name="by">Who gives it.</param>
    /// <param name="fields">What it is about.</param>
    public delegate void Handler(Operator by, Fields fields);

    /// <summary>Takes the order of users of at least that level.</summary>
    public void On(MessageType type, Level least, Handler handler)
    {
        _handlers.Add(type, handler);
        server.Router.On(type, (session, fields) => handler(new Operator(server, session), fields), least);
    }

    /// <summary>Carries out an order of the server's owner; false where there is none of that type.</summary>
    public bool TryCarryOut(MessageType type, Operator by, Fields fields)
    {
        if (!_handlers.TryGetValue(type, out var handler))
        {
            return false;
        }

        handler(by, fields);
        return true;
    }
}
