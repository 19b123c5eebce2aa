using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.People;

/// <summary>603 → 604, or 605 and a notice for who was there, or a notice alone. A ping of the server behind it tells that nothing more comes.</summary>
internal sealed class WhoIsQuestion(string nick) : QuestionFor<UserInfo>
{
    private UserInfo? _info;

    public override void Send(ServerLink link, ServerKind kind)
    {
        link.Send(MessageType.WhoIs, $"{nick}");
        link.Send(MessageType.PingServer);
    }

    public override void Complete()
    {
        if (_info is null)
        {
            Refuse($"nobody knows '{nick}'");
        }
        else
        {
            base.Complete();
        }
    }

    protected override Heard HearAnswer(MessageType type, Fields fields)
    {
        switch (type)
        {
            case MessageType.WhoIsReply:
                _info = UserInfo.ReadPresent(fields);
                return Heard.Part;
            case MessageType.WhoWas:
                _info = UserInfo.ReadPast(fields);
                return Heard.Part;
            case MessageType.PingServer:
                return Heard.End;
            default:
                return Heard.NotMine;
        }
    }

    protected override UserInfo Answer() => _info!;
}
