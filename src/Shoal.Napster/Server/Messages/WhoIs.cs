using System.Globalization;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Administration;
using Shoal.Napster.Server.Channels;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Messages;

/// <summary>What is told of a user: who is there, who was, and by what line.</summary>
internal sealed class WhoIs(NapsterServer server)
{
    private const string Offline = "User is not currently online.";

    public void Register(Router router)
    {
        router.On(MessageType.WhoIs, Tell);
        router.On(MessageType.LineQuery, TellLine);
    }

    private void TellLine(Session session, Fields fields)
    {
        if (server.Roster.TryFind(ref fields, out var other) && !other.IsHiddenFrom(session))
        {
            session.Send(MessageType.Line, $"{other.Nick} {other.Link}");
        }
        else
        {
            session.Notice(Offline);
        }
    }

    private void Tell(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name))
        {
            session.Notice("whois failed: missing nickname");
        }
        else if (Nick.TryParse(name, out var nick) && server.Roster.TryFind(nick, out var other) && !other.IsHiddenFrom(session))
        {
            TellPresent(session, other);
        }
        else if (server.Dialect.IsOld)
        {
            session.Notice(Offline);
        }
        else if (nick.Length == 0)
        {
            session.Send(MessageType.Notice, $"user {name} is not a known user");
            session.Notice(Offline);
        }
        else
        {
            server.Do(session, server.World.Readers, () => server.World.Accounts.Find(nick), found =>
            {
                if (found is { Account: var account, Seen: var seen })
                {
                    session.Send(MessageType.WhoWas, $"{account.Nick} \"{account.Level.ToString()}\" {seen}");
                }
                else
                {
                    session.Notice($"user {nick} is not a known user");
                }

                session.Notice(Offline);
            });
        }
    }

    private void TellPresent(Session session, Session other)
    {
        // A space begins the list of channels and one stands behind each: so the old servers wrote it.
        var channels = string.Concat(other.Channels.Where(static member => !member.Channel.Has(ChannelModes.Private)).Select(static member => $"{member.Channel.Name} "));
        var seconds = (long)(server.Loop.Now - other.Since).TotalSeconds;
        session.Send(
            MessageType.WhoIsReply,
            $"{other.Nick} \"{other.Level.ToString()}\" {seconds} \" {channels}\" \"{StatusFor(session, other)}\" {other.Files} {other.Downloads} {other.Uploads} {other.Link} \"{other.Client.AsSpan()}\"{Behind(session, other)}");
        if (other != session && other.Level >= Level.Moderator && other.Hears.HasFlag(Notices.Whois))
        {
            other.Notice($"{session.NameFor(other)} has requested your info");
        }
    }

    /// <summary>What operators have marked it as; who is watched does not see so.</summary>
    private static string StatusFor(Session session, Session other)
    {
        var isKeeper = session.Level >= Level.Moderator;
        var marks = isKeeper ? other.Account.Marks : other.Account.Marks & ~Marks.Criminal;
        return (marks, other.IsCloaked && isKeeper) switch
        {
            (Marks.None, false) => "Active",
            (Marks.None, true) => "Cloaked",
            (_, var isCloaked) => marks.ToString().Replace(",", "", StringComparison.Ordinal) + (isCloaked ? " Cloaked" : ""),
        };
    }

    /// <summary>What only those see who keep order.</summary>
    private string Behind(Session session, Session other)
    {
        if (session.Level < Level.Moderator)
        {
            return "";
        }

        var email = other.Account.Email is { Length: > 0 } told ? told.Replace(' ', '_') : "unknown";
        var place = session.Level >= Level.Admin ? $" {server.Options.Name}" : "";
        return string.Create(CultureInfo.InvariantCulture, $" {other.Downloaded} {other.Uploaded} {other.Remote.ToIPAddress()} {other.Remote.Port} {other.DataPort} {email}{place}");
    }
}
