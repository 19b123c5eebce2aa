using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Sessions;

/// <summary>Hears how a client stands with its server, and what the server says to a user.</summary>
internal interface ISessionOwner
{
    /// <summary>The state changed.</summary>
    void OnState();

    /// <summary>A message of the server.</summary>
    void OnMessage(MessageType type, ReadOnlySpan<byte> payload);
}
