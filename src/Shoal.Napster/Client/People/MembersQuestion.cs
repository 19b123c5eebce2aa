using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.People;

/// <summary>400 → 405, 408*, 409, 410, and out again by 401: only who is in a channel sees who is in it.</summary>
internal sealed class MembersQuestion(string channel) : QuestionFor<IReadOnlyList<UserRow>>
{
    private readonly List<UserRow> _users = [];
    private bool _isIn;

    public override void Send(ServerLink link, ServerKind kind)
    {
        link.Send(MessageType.Join, $"{channel}");
        link.Send(MessageType.Part, $"{channel}");
        link.Send(MessageType.PingServer);
    }

    public override void Complete()
    {
        if (_isIn)
        {
            base.Complete();
        }
        else
        {
            Refuse($"there is no channel '{channel}'");
        }
    }

    protected override Heard HearAnswer(MessageType type, Fields fields)
    {
        switch (type)
        {
            case MessageType.JoinAck:
                _isIn = true;
                return Heard.Part;
            case MessageType.Member:
                fields.TryNext(out _);
                if (_users.Count < Limits.RowsKept && fields.TryNext(out var nick))
                {
                    _users.Add(new UserRow(LegacyText.Decode(nick), fields.NumberOr(0), (int)Math.Min(fields.NumberOr(0), int.MaxValue)));
                }

                return Heard.Part;
            case MessageType.MembersEnd or MessageType.Topic or MessageType.Part:
                return Heard.Part;
            case MessageType.PingServer:
                return Heard.End;
            default:
                return Heard.NotMine;
        }
    }

    protected override IReadOnlyList<UserRow> Answer() => _users;
}
