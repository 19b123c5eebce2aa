using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Searching;

/// <summary>Shows all that one user shares: by way of the server, or by telling both where the other is.</summary>
internal sealed class Browses(NapsterServer server)
{
    public void Register(Router router)
    {
        router.On(MessageType.Browse, Browse);
        router.On(MessageType.DirectBrowse, AskDirect);
        router.On(MessageType.DirectBrowseAck, AcceptDirect);
    }

    private void Browse(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name))
        {
            session.NoticeUnparsable();
            session.Send(MessageType.BrowseEnd);
            return;
        }

        if (!Nick.TryParse(name, out var nick) || !server.Roster.TryFind(nick, out var other))
        {
            session.Send(MessageType.SignedOff, $"{name}");
            session.Send(MessageType.BrowseEnd, $"{name}");
            return;
        }

        foreach (var line in server.Dialect.BrowseNotice)
        {
            session.Send(MessageType.PrivateMessage, $"{session.Nick} {line.Replace("{client}", LegacyText.Decode(session.Client), StringComparison.Ordinal)}");
        }

        var most = fields.NumberOr(0);
        var rows = (int)Math.Min(most == 0 ? server.Options.MostRows : most, server.Options.MostRows);
        Continue(session, other, 0, rows);
    }

    /// <summary>Some rows at a time, when the client has read those before.</summary>
    private void Continue(Session session, Session other, long after, int left)
    {
        var rows = Math.Min(left, Limits.BrowseRows);
        server.Catalog.Ask(session, reader => reader.Browse(other.Owner, after, rows), found =>
        {
            foreach (var (_, _, file) in found)
            {
                session.Send(MessageType.BrowseRow, $"{other.Nick} {file}{session.ExtrasOf(file)}");
            }

            if (found.Count < rows || left == rows)
            {
                End(session, other);
                return;
            }

            session.Connection.Hold();
            session.Connection.WhenRoom(() =>
            {
                Continue(session, other, found[^1].Id, left - rows);
                session.Connection.Release();
            });
        });
    }

    private void End(Session session, Session other)
    {
        if (server.Dialect.IsOld)
        {
            session.Send(MessageType.BrowseEnd, $"{other.Nick}");
        }
        else
        {
            session.Send(MessageType.BrowseEnd, $"{other.Nick} {LegacyAddress.Of(other.Remote)}");
        }
    }

    private void AskDirect(Session session, Fields fields)
    {
        if (!fields.TryNext(out var name) || !Nick.TryParse(name, out var nick))
        {
            session.NoticeUnparsable();
        }
        else if (!server.Roster.TryFind(nick, out var other))
        {
            session.Send(MessageType.DirectBrowseError, $"{nick} \"User is not currently online.\"");
        }
        else if (other.Ignored.Contains(session.Nick))
        {
            session.Send(MessageType.DirectBrowseError, $"{nick} \"{nick} is ignoring you\"");
        }
        else if (other.IsFirewalled && session.IsFirewalled)
        {
            session.Send(MessageType.DirectBrowseError, $"{nick} \"You and {nick} are both firewalled.\"");
        }
        else if (other.IsFirewalled)
        {
            other.Send(MessageType.DirectBrowse, $"{session.Nick} {LegacyAddress.Of(session.Remote)} {session.DataPort}");
        }
        else
        {
            other.Send(MessageType.DirectBrowse, $"{session.Nick}");
        }
    }

    private void AcceptDirect(Session session, Fields fields)
    {
        if (server.Roster.TryFind(ref fields, out var asker))
        {
            asker.Send(MessageType.DirectBrowseAck, $"{session.Nick} {LegacyAddress.Of(session.Remote)} {session.DataPort}");
        }
    }
}
