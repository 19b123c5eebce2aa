using System.Text;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Administration;

/// <summary>Who may do what: levels, given and taken. Nobody changes a user of his own level or above, nor gives more than he has; but everybody may lower himself.</summary>
internal sealed class Levels(NapsterServer server, Subjects subjects, Moderators moderators)
{
    private const string What = "set user level";

    public void Register(Orders orders) => orders.On(MessageType.SetLevel, Level.Moderator, Set);

    /// <summary>A level by its name or its number.</summary>
    public static bool TryRead(ReadOnlySpan<byte> field, out Level level)
    {
        for (level = Level.Leech; level <= Level.Elite; level++)
        {
            if (Ascii.EqualsIgnoreCase(field, level.ToString()) || field is [var digit] && digit == '0' + (int)level)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives a user who is there a level, and takes what goes with the old one.</summary>
    public void Give(Session session, Level level)
    {
        session.Level = level;
        session.Account = session.Account with { Level = level };
        moderators.OnLevel(session);
        if (level < Level.Moderator && session.IsCloaked)
        {
            Cloak(session, isCloaked: false);
        }
    }

    /// <summary>Hides a user from users, or shows it again.</summary>
    public void Cloak(Session session, bool isCloaked)
    {
        session.IsCloaked = isCloaked;
        session.Notice(isCloaked ? "You are now cloaked." : "You are no longer cloaked.");
        server.Watchers.ForEach(watcher => watcher.OnCloaked(session));
    }

    private void Set(Operator by, Fields fields)
    {
        if (!Subjects.TryNick(by, What, ref fields, out var nick))
        {
            return;
        }

        if (!fields.TryNext(out var field) || !TryRead(field, out var level))
        {
            by.Fail(What, $"{LegacyText.Decode(field)}: invalid level");
        }
        else if (!by.MayGive(level))
        {
            by.Fail(What, "permission denied");
        }
        else
        {
            subjects.Find(by, What, nick, subject => Set(by, subject, level), mayBeSelf: true);
        }
    }

    private void Set(Operator by, Subject subject, Level level)
    {
        if (subject.Level == level)
        {
            by.Fail(What, $"{subject.Nick} is {level} already");
            return;
        }

        if (subject.Session is { } session)
        {
            Give(session, level);
            session.Notice($"{by.NameFor(session)} changed your user level to {level} ({(int)level})");
        }

        by.Save(
            () => server.World.Accounts.SetLevel(subject.Account.Owner, level),
            () => by.Report(Notices.Level, $"{by.Name} changed {subject.Nick}'s user level to {level} ({(int)level})"));
    }
}
