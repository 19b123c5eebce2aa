namespace Shoal.Napster.Client.Chat;

/// <summary>Something that happened in a channel.</summary>
/// <param name="Kind">What.</param>
/// <param name="Channel">Where.</param>
/// <param name="Nick">Who; empty for the channel itself.</param>
/// <param name="Text">What was said, or the topic; empty else.</param>
public sealed record ChannelEvent(ChannelEventKind Kind, string Channel, string Nick, string Text);
