using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.Sessions;

/// <summary>Something that a server is asked, and what its answer is made of.</summary>
internal abstract class Question
{
    /// <summary>Asks it.</summary>
    public abstract void Send(ServerLink link, ServerKind kind);

    /// <summary>Looks at a message.</summary>
    public abstract Heard Hear(MessageType type, Fields fields);

    /// <summary>The answer is whole.</summary>
    public abstract void Complete();

    /// <summary>There is no answer, for a reason in words.</summary>
    public abstract void Fail(string reason);
}
