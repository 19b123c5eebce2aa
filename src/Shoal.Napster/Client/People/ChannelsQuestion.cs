using Shoal.Napster.Client.Sessions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Client.People;

/// <summary>617 → 618* → 617: which channels there are.</summary>
internal sealed class ChannelsQuestion : QuestionFor<IReadOnlyList<ChannelInfo>>
{
    private readonly List<ChannelInfo> _channels = [];

    public override void Send(ServerLink link, ServerKind kind) => link.Send(MessageType.Channels);

    protected override Heard HearAnswer(MessageType type, Fields fields)
    {
        switch (type)
        {
            case MessageType.ChannelRow:
                if (_channels.Count < Limits.RowsKept && fields.TryNext(out var name))
                {
                    _channels.Add(new ChannelInfo(LegacyText.Decode(name), fields.NumberOr(0), LegacyText.Decode(fields.Rest)));
                }

                return Heard.Part;
            case MessageType.Channels:
                return Heard.End;
            default:
                return Heard.NotMine;
        }
    }

    protected override IReadOnlyList<ChannelInfo> Answer() => _channels;
}
