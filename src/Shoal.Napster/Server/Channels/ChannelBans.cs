using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Channels;

/// <summary>Who is kept out of a channel.</summary>
internal sealed class ChannelBans(NapsterServer server, ChannelDesk desk)
{
    public void Register(Router router)
    {
        router.On(MessageType.ChannelBans, List);
        router.On(MessageType.ChannelBan, Ban);
        router.On(MessageType.ChannelUnban, Unban);
        router.On(MessageType.ChannelBansClear, Clear);
    }

    private void List(Session session, Fields fields)
    {
        if (desk.TryRead(session, ref fields, out var channel))
        {
            foreach (var ban in channel.Bans)
            {
                session.Send(MessageType.ChannelBanRow, $"{ban.Mask} {ban.SetBy} \"{ban.Reason}\" {ban.Since} 0");
            }
        }

        session.Send(MessageType.ChannelBans);
    }

    private void Ban(Session session, Fields fields)
    {
        if (!TryReadMask(session, ref fields, "channel ban", out var channel, out var mask))
        {
            return;
        }

        if (Find(channel!, mask) is not null)
        {
            session.Notice("channel ban failed: that ban is there already");
        }
        else if (channel!.Bans.Count >= Limits.ChannelBans)
        {
            session.Notice($"channel ban failed: there are {Limits.ChannelBans} bans already");
        }
        else
        {
            var (nick, reason) = (session.Nick, fields.TakeText());
            channel.Bans.Add(new ChannelBan(mask, nick, reason, server.Loop.Time.GetUtcNow().ToUnixTimeSeconds()));
            desk.Keep(session, channel, () => channel.TellOperators($"{nick} banned {mask} from {channel.Name}: {reason.AsSpan()}"));
        }
    }

    private void Unban(Session session, Fields fields)
    {
        if (!TryReadMask(session, ref fields, "channel unban", out var channel, out var mask))
        {
            return;
        }

        if (Find(channel!, mask) is not { } ban)
        {
            session.Notice("channel unban failed: no such ban");
        }
        else
        {
            var (nick, reason) = (session.Nick, fields.TakeText());
            channel!.Bans.Remove(ban);
            desk.Keep(session, channel, () => channel.TellOperators($"{nick} unbanned {ban.Mask} from {channel.Name}: {reason.AsSpan()}"));
        }
    }

    private void Clear(Session session, Fields fields)
    {
        if (!desk.TryRead(session, ref fields, out var channel) || !ChannelDesk.TryRule(session, channel, "channel ban clear"))
        {
            return;
        }

        if (channel.Bans.Count == 0)
        {
            session.Notice("There are no bans");
            return;
        }

        var nick = session.Nick;
        channel.Bans.Clear();
        desk.Keep(session, channel, () => channel.TellOperators($"{nick} cleared the ban list on {channel.Name}"));
    }

    private bool TryReadMask(Session session, ref Fields fields, string what, out Channel? channel, out string mask)
    {
        mask = "";
        if (!desk.TryRead(session, ref fields, out channel) || !ChannelDesk.TryRule(session, channel, what))
        {
            return false;
        }

        if (!fields.TryNext(out var field) || field.Length > Limits.BanMaskLength || field.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
        {
            session.NoticeUnparsable();
            return false;
        }

        mask = Encoding.ASCII.GetString(field);
        return true;
    }

    private static ChannelBan? Find(Channel channel, string mask) => channel.Bans.Find(ban => string.Equals(ban.Mask, mask, StringComparison.OrdinalIgnoreCase));
}
