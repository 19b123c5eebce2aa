namespace Shoal.Cli.Napster.Chat;

/// <summary>Something that happened in a room, or reached its user there.</summary>
/// <param name="Kind">What.</param>
/// <param name="Nick">Who; empty where nobody did it.</param>
/// <param name="Text">What was said; else empty.</param>
internal readonly record struct Happening(HappeningKind Kind, string Nick, string Text);
