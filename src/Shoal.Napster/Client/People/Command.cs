using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.People;

/// <summary>A message that is not answered when all is well: what the server says until it answers a ping behind it is what is wrong.</summary>
internal sealed class Command(MessageType message, string payload) : QuestionFor<IReadOnlyList<string>>
{
    public override void Send(ServerLink link, ServerKind kind)
    {
        link.Send(message, $"{payload}");
        link.Send(MessageType.PingServer);
    }

    protected override Heard HearAnswer(MessageType type, Fields fields) => type == MessageType.PingServer ? Heard.End : Heard.NotMine;

    protected override IReadOnlyList<string> Answer() => Notices;
}
