namespace Shoal.Cli.Napster.Chat;

/// <summary>What can be done in a room. What comes of it is told as a <see cref="Happening"/>, to ourselves as to everybody.</summary>
internal interface IRoom
{
    /// <summary>"#music".</summary>
    string Channel { get; }

    /// <summary>Who we are.</summary>
    string Nick { get; }

    void Say(string text);

    void Emote(string text);

    void SetTopic(string topic);

    /// <summary>Writes to one user; returns what the server says is wrong, or nothing.</summary>
    Task<IReadOnlyList<string>> MessageAsync(string nick, string text);
}
