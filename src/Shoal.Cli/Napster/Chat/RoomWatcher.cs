using System.Threading.Channels;
using Shoal.Napster.Client;
using Shoal.Napster.Client.Chat;
using Shoal.Napster.Client.Sessions;

namespace Shoal.Cli.Napster.Chat;

/// <summary>Keeps what a client hears of a room, on the client's loop, until the room's own task takes it.</summary>
internal sealed class RoomWatcher(string channel) : INapsterWatcher
{
    /// <summary>What a terminal that was stopped may miss before it is told so.</summary>
    private const int MostKept = 1000;

    private readonly Channel<Happening> _happenings = Channel.CreateBounded<Happening>(new BoundedChannelOptions(MostKept) { SingleReader = true });
    private bool _missed;

    public ChannelReader<Happening> Happenings => _happenings.Reader;

    public void OnState(NapsterStatus status)
    {
        if (status.State != SessionState.Online)
        {
            Add(new Happening(status.State == SessionState.Stopped ? HappeningKind.Out : HappeningKind.Lost, "", status.Trouble ?? ""));
        }
    }

    public void OnNotice(string text) => Add(new Happening(HappeningKind.Notice, "", text));

    public void OnMessage(string nick, string text) => Add(new Happening(HappeningKind.Message, nick, text));

    public void OnChannel(ChannelEvent happening)
    {
        if (string.Equals(happening.Channel, channel, StringComparison.OrdinalIgnoreCase))
        {
            Add(new Happening(KindOf(happening.Kind), happening.Nick, happening.Text));
        }
    }

    private static HappeningKind KindOf(ChannelEventKind kind) => kind switch
    {
        ChannelEventKind.Member => HappeningKind.Member,
        ChannelEventKind.Entered => HappeningKind.Entered,
        ChannelEventKind.Joined => HappeningKind.Joined,
        ChannelEventKind.Left => HappeningKind.Left,
        ChannelEventKind.Said => HappeningKind.Said,
        ChannelEventKind.Emote => HappeningKind.Emote,
        ChannelEventKind.Topic => HappeningKind.Topic,
        _ => HappeningKind.Out,
    };

    private void Add(Happening happening)
    {
        if (_missed && !_happenings.Writer.TryWrite(new Happening(HappeningKind.Missed, "", "")))
        {
            return;
        }

        _missed = !_happenings.Writer.TryWrite(happening);
    }
}
