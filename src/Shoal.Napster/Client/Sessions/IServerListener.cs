using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Sessions;

/// <summary>Hears what the server says.</summary>
internal interface IServerListener
{
    /// <summary>A message; the payload is there during the call alone.</summary>
    void OnMessage(MessageType type, ReadOnlySpan<byte> payload);

    /// <summary>The stream ended, for a reason in words.</summary>
    void OnEnded(string reason);
}
