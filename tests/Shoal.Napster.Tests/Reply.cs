using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests;

/// <summary>One message that a client got.</summary>
internal readonly record struct Reply(MessageType Type, string Payload)
{
    public override string ToString() => $"{(int)Type} {Payload}".TrimEnd();
}
