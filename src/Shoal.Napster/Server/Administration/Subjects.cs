using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;
using Shoal.Runtime;

namespace Shoal.Napster.Server.Administration;

/// <summary>Reads whom and why orders mean, and says where they mean nobody.</summary>
/// <param name="server">Whose users.</param>
internal sealed class Subjects(NapsterServer server)
{
    /// <summary>The nick that the next field is.</summary>
    /// <param name="by">Told where it is none.</param>
    /// <param name="what">What fails then.</param>
    /// <param name="fields">The order.</param>
    /// <param name="nick">As it was written.</param>
    public static bool TryNick(Operator by, string what, ref Fields fields, out string nick)
    {
        nick = "";
        if (!fields.TryNext(out var field))
        {
            by.Fail(what, "too few parameters");
            return false;
        }

        if (!Nick.TryParse(field, out nick))
        {
            by.Fail(what, "invalid nickname");
            return false;
        }

        return true;
    }

    /// <summary>The reason that comes next: a quoted one, or all that is left. It may neither break a line of a log nor a quotation.</summary>
    public static string Reason(ref Fields fields)
    {
        var text = fields.IsQuoted && fields.TryNext(out var field) ? field : fields.Rest;
        return (ShownText.Of(Encoding.UTF8.GetBytes(LegacyText.Decode(text)), Limits.ReasonLength) ?? "").Replace('"', '\'');
    }

    /// <summary>The user who is there whose nick the next field is.</summary>
    public bool TryPresent(Operator by, string what, ref Fields fields, out Session session)
    {
        session = null!;
        if (!TryNick(by, what, ref fields, out var nick))
        {
            return false;
        }

        if (!server.Roster.TryFind(nick, out var found))
        {
            by.Fail(what, "no such user");
            return false;
        }

        session = found;
        return true;
    }

    /// <summary>Looks for a user, there or not; who gave the order hears where there is none, or one that he may not change.</summary>
    public void Find(Operator by, string what, string nick, Action<Subject> then, bool mayBeSelf = false)
    {
        if (server.Roster.TryFind(nick, out var session))
        {
            Check(new Subject(session.Account, session));
            return;
        }

        by.Do(() => server.World.Accounts.Find(nick), found =>
        {
            if (found is { Account: var account })
            {
                // It may have come meanwhile.
                Check(new Subject(account, server.Roster.TryFind(nick, out var present) ? present : null));
            }
            else
            {
                by.Fail(what, "no such user");
            }
        });

        void Check(Subject subject)
        {
            if (by.IsAbove(subject.Level) || (mayBeSelf && subject.Session is { } self && self == by.Session))
            {
                then(subject);
            }
            else
            {
                by.Fail(what, "permission denied");
            }
        }
    }
}
