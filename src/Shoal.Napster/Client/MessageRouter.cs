using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client;

/// <summary>Which part of the client hears which message of the server. What none does is left alone: servers say more than clients know.</summary>
internal sealed class MessageRouter
{
    private readonly Dictionary<MessageType, Handler> _handlers = [];

    /// <summary>Hears a message.</summary>
    public delegate void Handler(Fields fields);

    public void On(MessageType type, Handler handler) => _handlers.Add(type, handler);

    public void Handle(MessageType type, ReadOnlySpan<byte> payload)
    {
        if (_handlers.TryGetValue(type, out var handler))
        {
            handler(new Fields(payload));
        }
    }
}
