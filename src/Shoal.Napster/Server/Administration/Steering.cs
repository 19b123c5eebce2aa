using System.Globalization;
using System.Text;
using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Administration;

/// <summary>What operators have clients do, and who is not seen.</summary>
internal sealed class Steering(NapsterServer server, Subjects subjects, Levels levels)
{
    public void Register(Orders orders)
    {
        orders.On(MessageType.MovePort, Level.Moderator, MovePort);
        orders.On(MessageType.SetLine, Level.Moderator, SetLine);
        orders.On(MessageType.RedirectUser, Level.Admin, Redirect);
        orders.On(MessageType.RedirectAll, Level.Admin, Cycle);
        orders.On(MessageType.Cloak, Level.Moderator, Cloak);
    }

    /// <summary>The client is asked; it says by a 703 that it did.</summary>
    private void MovePort(Operator by, Fields fields)
    {
        const string What = "change port";
        if (!TryBelow(by, What, ref fields, out var session))
        {
            return;
        }

        if (!fields.TryNumber(out var port) || port > ushort.MaxValue)
        {
            by.Fail(What, "invalid port");
            return;
        }

        var reason = Subjects.Reason(ref fields);
        session.Send(MessageType.MovePort, $"{port}");
        by.Report(Notices.Change, $"{by.Name} changed {session.Nick}'s data port to {port}: {reason}");
    }

    private void SetLine(Operator by, Fields fields)
    {
        const string What = "change speed";
        if (!TryBelow(by, What, ref fields, out var session))
        {
            return;
        }

        if (!fields.TryNumber(out var link) || !LinkType.Exists(link))
        {
            by.Fail(What, "invalid speed");
        }
        else
        {
            session.Link = (byte)link;
            server.Catalog.Write(new CatalogChange(ChangeKind.Update, session.Owner, Presence: session.Presence), session);
            by.Report(Notices.Change, $"{by.Name} changed {session.Nick}'s speed to {link}.");
        }
    }

    private void Redirect(Operator by, Fields fields)
    {
        const string What = "redirect";
        if (!TryBelow(by, What, ref fields, out var session))
        {
            return;
        }

        if (!TryHost(ref fields, out var host) || !fields.TryNumber(out var port) || port is 0 or > ushort.MaxValue)
        {
            by.Fail(What, "invalid host or port");
        }
        else
        {
            session.Send(MessageType.RedirectUser, $"{host} {port}");
            by.Report(Notices.Change, string.Create(CultureInfo.InvariantCulture, $"{by.Name} redirected {session.Nick} to {host}:{port}"));
        }
    }

    private void Cycle(Operator by, Fields fields)
    {
        const string What = "cycle";
        if (!TryBelow(by, What, ref fields, out var session))
        {
            return;
        }

        if (!TryHost(ref fields, out var host))
        {
            by.Fail(What, "invalid host");
        }
        else
        {
            session.Send(MessageType.RedirectAll, $"{host}");
            by.Report(Notices.Change, $"{by.Name} cycled {session.Nick} to {host}");
        }
    }

    private void Cloak(Operator by, Fields fields)
    {
        const string What = "cloak";
        if (by.Session is not { } session)
        {
            by.Fail(What, "only who is there is seen");
            return;
        }

        var isToggled = !fields.TryNext(out var field);
        if (!isToggled && field is not ([(byte)'0'] or [(byte)'1']))
        {
            by.Fail(What, $"invalid cloak state {LegacyText.Decode(field)}");
            return;
        }

        var isCloaked = isToggled ? !session.IsCloaked : field[0] == '1';
        if (isCloaked != session.IsCloaked)
        {
            levels.Cloak(session, isCloaked);
            by.Report(Notices.Cloak, $"{session.Nick} has {(isCloaked ? "" : "de")}cloaked");
        }
    }

    private bool TryBelow(Operator by, string what, ref Fields fields, out Session session)
    {
        if (!subjects.TryPresent(by, what, ref fields, out session))
        {
            return false;
        }

        if (session == by.Session || by.IsAbove(session.Level))
        {
            return true;
        }

        by.Fail(what, "permission denied");
        return false;
    }

    /// <summary>A name or an address, and nothing that a client could take for something else.</summary>
    private static bool TryHost(ref Fields fields, out string host)
    {
        host = "";
        if (!fields.TryNext(out var field) || field.Length is 0 or > Limits.HostLength || field.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
        {
            return false;
        }

        host = Encoding.ASCII.GetString(field);
        return true;
    }
}
