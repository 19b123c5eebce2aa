namespace Shoal.Napster.Client.Chat;

/// <summary>What happened in a channel.</summary>
public enum ChannelEventKind
{
    /// <summary>Somebody is there already.</summary>
    Member,

    /// <summary>We are in, and all who are there were told.</summary>
    Entered,

    /// <summary>Somebody came.</summary>
    Joined,

    /// <summary>Somebody went.</summary>
    Left,

    /// <summary>Somebody says something.</summary>
    Said,

    /// <summary>Somebody does something, such as to wave.</summary>
    Emote,

    /// <summary>What is spoken of.</summary>
    Topic,

    /// <summary>We are out: we went, or were thrown out.</summary>
    Out,
}
