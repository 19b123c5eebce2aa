namespace Shoal.Cli.Napster.Chat;

/// <summary>What a typed line means.</summary>
internal enum ChatLineKind
{
    Nothing,
    Say,
    Emote,
    Topic,
    ShowTopic,
    Names,
    Message,
    Help,
    Quit,
}
