namespace Shoal.Napster.Server.Channels;

/// <summary>How a channel is kept; named as in message 10209.</summary>
[Flags]
internal enum ChannelModes
{
    None = 0,

    /// <summary>It is not in the lists.</summary>
    Private = 1,

    /// <summary>Operators and those with a voice speak.</summary>
    Moderated = 2,

    /// <summary>Who was invited comes in.</summary>
    Invite = 4,

    /// <summary>Every member may set the topic.</summary>
    Topic = 8,

    /// <summary>It is kept when nobody is in it, and when the server ends.</summary>
    Registered = 16,
}
