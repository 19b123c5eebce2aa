namespace Shoal.Cli.Napster.Presence;

/// <summary>Something that happened to a client.</summary>
/// <param name="Kind">online, offline, stopped, notice, message, wish, download or scan: for programs.</param>
/// <param name="Text">A sentence, for people.</param>
internal readonly record struct ClientLine(string Kind, string Text);
