using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.People;

/// <summary>831 → 832* → 831: all users, for those who keep order; 830 → 825* → 830: those of a channel that we are in.</summary>
/// <param name="channel">Which; null: everybody.</param>
internal sealed class UsersQuestion(string? channel) : QuestionFor<IReadOnlyList<UserRow>>
{
    private readonly List<UserRow> _users = [];

    public override void Send(ServerLink link, ServerKind kind)
    {
        link.Send(channel is null ? MessageType.Users : MessageType.ChannelUsers, $"{channel ?? ""}");
        // Who may not see the list gets a notice and no end.
        link.Send(MessageType.PingServer);
    }

    public override void Complete()
    {
        if (_users.Count == 0 && Notices.Count > 0)
        {
            Refuse("");
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
            case MessageType.UserRow:
                Add(fields, static (nick, _) => new UserRow(nick, null, null));
                return Heard.Part;
            case MessageType.ChannelUser:
                fields.TryNext(out _);
                Add(fields, static (nick, rest) => new UserRow(nick, rest.NumberOr(0), (int)Math.Min(rest.NumberOr(0), int.MaxValue)));
                return Heard.Part;
            case MessageType.Users or MessageType.ChannelUsers:
                return Heard.Part;
            case MessageType.PingServer:
                return Heard.End;
            default:
                return Heard.NotMine;
        }
    }

    protected override IReadOnlyList<UserRow> Answer() => _users;

    private void Add(Fields fields, Row make)
    {
        if (_users.Count < Limits.RowsKept && fields.TryNext(out var nick))
        {
            _users.Add(make(LegacyText.Decode(nick), fields));
        }
    }

    private delegate UserRow Row(string nick, Fields rest);
}
