namespace Shoal.Cli.Napster.Chat;

/// <summary>What a room is told.</summary>
internal enum HappeningKind
{
    /// <summary>Is there already.</summary>
    Member,

    /// <summary>All who are there were told: we are in, perhaps again.</summary>
    Entered,

    Joined,
    Left,
    Said,
    Emote,
    Topic,

    /// <summary>We are out.</summary>
    Out,

    /// <summary>Somebody writes to us alone.</summary>
    Message,

    /// <summary>The server says something.</summary>
    Notice,

    /// <summary>The server is gone, and is looked for again.</summary>
    Lost,

    /// <summary>So much happened that some of it was not kept.</summary>
    Missed,
}
