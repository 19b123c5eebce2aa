using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>A user in a channel.</summary>
internal sealed class Member(Session session, Channel channel)
{
    public Session Session => session;

    public Channel Channel => channel;

    /// <summary>Its place among the members; none when it is gone.</summary>
    public LinkedListNode<Member>? Place { get; set; }

    public bool IsOperator { get; set; }

    /// <summary>It may speak where only operators do.</summary>
    public bool HasVoice { get; set; }

    /// <summary>It may not speak here.</summary>
    public bool IsMuzzled { get; set; }
}
