using System.Diagnostics.CodeAnalysis;

namespace Shoal.Cli.Napster.Chat;

/// <summary>A line that was typed in a room: something to say, or a command that begins with a slash.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Nick">To whom; empty but for a private message.</param>
/// <param name="Text">What is said.</param>
internal readonly record struct ChatLine(ChatLineKind Kind, string Nick, string Text)
{
    /// <summary>What servers pass on: they drop the connection of who sends 2 KiB at once, and a character may take four bytes.</summary>
    public const int MostText = 400;

    public const string Help = "/me WAVES  /msg NICK TEXT  /names  /topic [TEXT]  /quit  /help; //x says /x";

    public static bool TryParse(string line, out ChatLine parsed, [NotNullWhen(false)] out string? reason)
    {
        line = line.Trim();
        parsed = new ChatLine(ChatLineKind.Nothing, "", "");
        reason = null;
        if (line.Length > 0 && (line[0] != '/' || line.StartsWith("//", StringComparison.Ordinal)))
        {
            return Say(ChatLineKind.Say, "", line[0] == '/' ? line[1..] : line, out parsed, out reason);
        }

        var (word, rest) = Split(line);
        switch (word.ToLowerInvariant())
        {
            case "":
                return true;
            case "/me":
                return Say(ChatLineKind.Emote, "", rest, out parsed, out reason, "say what you do: /me waves");
            case "/topic" when rest.Length == 0:
                parsed = new ChatLine(ChatLineKind.ShowTopic, "", "");
                return true;
            case "/topic":
                return Say(ChatLineKind.Topic, "", rest, out parsed, out reason);
            case "/msg":
                var (nick, text) = Split(rest);
                return Say(ChatLineKind.Message, nick, text, out parsed, out reason, "say to whom and what: /msg NICK TEXT");
            case "/names":
                parsed = new ChatLine(ChatLineKind.Names, "", "");
                return true;
            case "/help":
                parsed = new ChatLine(ChatLineKind.Help, "", "");
                return true;
            case "/quit":
                parsed = new ChatLine(ChatLineKind.Quit, "", "");
                return true;
            default:
                reason = $"there is no {word}: {Help}";
                return false;
        }
    }

    private static bool Say(ChatLineKind kind, string nick, string text, out ChatLine parsed, [NotNullWhen(false)] out string? reason, string otherwise = "there is nothing to say")
    {
        parsed = new ChatLine(kind, nick, text);
        reason = text.Length == 0 ? otherwise : text.Length > MostText ? $"{text.Length} characters are too many at once: {MostText} at most" : null;
        return reason is null;
    }

    private static (string Word, string After) Split(string text) =>
        text.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end ? (text[..end], text[end..].TrimStart()) : (text, "");
}
