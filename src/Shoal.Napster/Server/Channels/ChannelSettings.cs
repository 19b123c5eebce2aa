using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>Who may come into a channel and how many, and how it is kept.</summary>
internal sealed class ChannelSettings(ChannelDesk desk)
{
    /// <summary>In the order in which they are told.</summary>
    private static readonly (string Name, ChannelModes Mode)[] Names =
    [
        ("PRIVATE", ChannelModes.Private), ("MODERATED", ChannelModes.Moderated), ("INVITE", ChannelModes.Invite), ("TOPIC", ChannelModes.Topic), ("REGISTERED", ChannelModes.Registered),
    ];

    public void Register(Router router)
    {
        router.On(MessageType.ChannelLevel, SetLevel);
        router.On(MessageType.ChannelLimit, SetLimit);
        router.On(MessageType.ChannelModes, SetModes);
        router.On(MessageType.ChannelDrop, Drop, Level.Moderator);
    }

    private void SetLevel(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (!fields.TryNext(out var field))
        {
            session.Notice($"Channel {channel.Name} is level {channel.Level}");
        }
        else if (!LevelText.TryParse(field, out var level))
        {
            session.Notice("channel level failed: invalid level");
        }
        else if (ChannelDesk.TryRule(session, channel, "channel level"))
        {
            var nick = session.Nick;
            channel.Level = level;
            desk.Keep(session, channel, () => channel.TellOperators($"{nick} set channel {channel.Name} to level {level.ToString()}"));
        }
    }

    private void SetLimit(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (fields.IsEmpty)
        {
            session.Notice($"Channel {channel.Name} has limit {channel.Limit}");
        }
        else if (!fields.TryNumber(out var limit) || limit > Limits.ChannelLimit)
        {
            session.Notice("channel limit failed: invalid limit");
        }
        else if (ChannelDesk.TryRule(session, channel, "channel limit"))
        {
            var nick = session.Nick;
            channel.Limit = (int)limit;
            desk.Keep(session, channel, () => channel.TellOperators($"{nick} set limit on channel {channel.Name} to {limit}"));
        }
    }

    private void SetModes(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (fields.IsEmpty)
        {
            session.Notice($"mode for channel {channel.Name}{Text(channel.Modes, '+')}");
        }
        else if (ChannelDesk.TryRule(session, channel, "channel mode"))
        {
            Change(session, channel, ReadModes(session, channel.Modes, fields));
        }
    }

    private void Drop(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel))
        {
            return;
        }

        if (channel.IsRegistered)
        {
            Change(session, channel, channel.Modes & ~ChannelModes.Registered);
        }
        else
        {
            session.Notice("channel drop failed: it is not registered");
        }
    }

    private static ChannelModes ReadModes(Session session, ChannelModes modes, Fields fields)
    {
        while (fields.TryNext(out var field))
        {
            if (field is not [(byte)'+' or (byte)'-', ..])
            {
                session.Notice("channel mode failed: invalid prefix");
            }
            else if (!TryRead(field[1..], out var mode))
            {
                session.Notice("channel mode failed: invalid mode");
            }
            else if (mode == ChannelModes.Registered && session.Level < Level.Moderator)
            {
                session.Notice("channel mode failed: only mods+ can register channels");
            }
            else
            {
                modes = field[0] == '+' ? modes | mode : modes & ~mode;
            }
        }

        return modes;
    }

    private void Change(Session session, Channel channel, ChannelModes modes)
    {
        var (before, nick) = (channel.Modes, session.Nick);
        if (modes == before)
        {
            return;
        }

        channel.Modes = modes;
        var text = Text(modes & ~before, '+') + Text(before & ~modes, '-');
        void Tell() => channel.TellOperators($"{nick} changed mode on channel {channel.Name}:{text}");
        if ((before & ~modes & ChannelModes.Registered) != ChannelModes.None)
        {
            desk.Drop(session, channel, Tell);
            return;
        }

        if ((modes & ~before & ChannelModes.Registered) != ChannelModes.None)
        {
            channel.KeepOperators();
        }

        desk.Keep(session, channel, Tell);
    }

    private static bool TryRead(ReadOnlySpan<byte> field, out ChannelModes mode)
    {
        foreach (var (name, known) in Names)
        {
            if (Ascii.EqualsIgnoreCase(field, name))
            {
                mode = known;
                return true;
            }
        }

        mode = default;
        return false;
    }

    private static string Text(ChannelModes modes, char sign) => string.Concat(Names.Where(each => (modes & each.Mode) != ChannelModes.None).Select(each => $" {sign}{each.Name}"));
}
