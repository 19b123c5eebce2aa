using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration;

/// <summary>What operators mark users as: muzzled, friends, criminals. It is kept with the account.</summary>
internal sealed class Markings(NapsterServer server, Subjects subjects)
{
    private const string What = "user flags";

    private static readonly Marks[] Known = [Marks.Friend, Marks.Criminal, Marks.Muzzled];

    public void Register(Orders orders)
    {
        orders.On(MessageType.Muzzle, Level.Moderator, (by, fields) => Muzzle(by, fields, isMuzzled: true));
        orders.On(MessageType.Unmuzzle, Level.Moderator, (by, fields) => Muzzle(by, fields, isMuzzled: false));
        orders.On(MessageType.UserFlags, Level.Admin, Mark);
    }

    private void Muzzle(Operator by, Fields fields, bool isMuzzled)
    {
        var un = isMuzzled ? "" : "un";
        if (!Subjects.TryNick(by, $"{un}muzzle", ref fields, out var nick))
        {
            return;
        }

        var reason = Subjects.Reason(ref fields);
        subjects.Find(by, $"{un}muzzle", nick, subject =>
        {
            if (subject.Account.IsMuzzled == isMuzzled)
            {
                by.Fail($"{un}muzzle", $"{subject.Nick} is {(isMuzzled ? "muzzled already" : "not muzzled")}");
                return;
            }

            subject.Session?.Notice($"You have been {un}muzzled by {by.NameFor(subject.Session)}: {reason}");
            Give(by, subject, subject.Account.Marks ^ Marks.Muzzled, () => by.Report(Notices.Muzzle, $"{by.Name} has {un}muzzled {subject.Nick}: {reason}"));
        });
    }

    private void Mark(Operator by, Fields fields)
    {
        if (fields.IsEmpty)
        {
            by.Do(() => server.World.Accounts.ListMarked(Limits.MarkedRows), found =>
            {
                by.Tell("users with any flag set:");
                foreach (var account in found)
                {
                    Tell(by, account.Nick, account.Marks);
                }
            });
            return;
        }

        if (!Subjects.TryNick(by, What, ref fields, out var nick))
        {
            return;
        }

        var isShown = !fields.TryNext(out var field);
        var isTaken = field is [(byte)'-', ..];
        var isNone = Ascii.EqualsIgnoreCase(field, "NONE");
        var mark = Read(isTaken ? field[1..] : field);
        if (!isShown && !isNone && mark == Marks.None)
        {
            by.Fail(What, "invalid flags");
            return;
        }

        subjects.Find(by, What, nick, subject =>
        {
            if (isShown)
            {
                Tell(by, subject.Nick, subject.Account.Marks);
                return;
            }

            var marks = isNone ? Marks.None : isTaken ? subject.Account.Marks & ~mark : subject.Account.Marks | mark;
            subject.Session?.Notice($"Your userflags are set to {Text(marks)} by {by.NameFor(subject.Session)}");
            Give(by, subject, marks, () => by.Report(Notices.Level, $"{by.Name} set userflags for {subject.Nick} to: {Text(marks)}"));
        });
    }

    private void Give(Operator by, Subject subject, Marks marks, Action then)
    {
        if (subject.Session is { } session)
        {
            session.Account = session.Account with { Marks = marks };
        }

        by.Save(() => server.World.Accounts.SetMarks(subject.Account.Owner, marks), then);
    }

    private static void Tell(Operator by, string nick, Marks marks) => by.Tell($"userflags for {nick} are: {Text(marks)}");

    private static string Text(Marks marks) => marks == Marks.None ? "NONE" : string.Join(' ', Known.Where(mark => marks.HasFlag(mark)));

    private static Marks Read(ReadOnlySpan<byte> field)
    {
        foreach (var mark in Known)
        {
            if (Ascii.EqualsIgnoreCase(field, mark.ToString()))
            {
                return mark;
            }
        }

        return Marks.None;
    }
}
