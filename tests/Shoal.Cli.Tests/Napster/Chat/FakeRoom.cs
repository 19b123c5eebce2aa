using System.Threading.Channels;
using Shoal.Cli.Napster.Chat;

namespace Shoal.Cli.Tests.Napster.Chat;

/// <summary>A room of one, which hears itself as servers have it.</summary>
internal sealed class FakeRoom(ChannelWriter<Happening> heard) : IRoom
{
    public List<string> Done { get; } = [];

    public string Channel => "#blues";

    public string Nick => "ann";

    public void Say(string text) => heard.TryWrite(new Happening(HappeningKind.Said, "Ann", text));

    public void Emote(string text) => heard.TryWrite(new Happening(HappeningKind.Emote, "ann", text));

    public void SetTopic(string topic) => heard.TryWrite(new Happening(HappeningKind.Topic, "", topic));

    public Task<IReadOnlyList<string>> MessageAsync(string nick, string text)
    {
        Done.Add($"{nick}: {text}");
        return Task.FromResult<IReadOnlyList<string>>(nick == "nobody" ? ["nobody is not there"] : []);
    }
}
