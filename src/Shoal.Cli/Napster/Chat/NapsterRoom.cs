using Shoal.Napster.Client;

namespace Shoal.Cli.Napster.Chat;

/// <summary>A room of a client's server.</summary>
internal sealed class NapsterRoom(NapsterClient client, string nick, string channel) : IRoom
{
    public string Channel => channel;

    public string Nick => nick;

    public void Say(string text) => client.Say(channel, text);

    public void Emote(string text) => client.Emote(channel, text);

    public void SetTopic(string topic) => client.SetTopic(channel, topic);

    public async Task<IReadOnlyList<string>> MessageAsync(string nick, string text)
    {
        try
        {
            return await client.MessageAsync(nick, text);
        }
        catch (NapsterException e)
        {
            return [e.Message];
        }
    }
}
