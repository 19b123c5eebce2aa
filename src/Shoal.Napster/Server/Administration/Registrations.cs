using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Accounts;

namespace Shoal.Napster.Server.Administration;

/// <summary>Accounts made, unmade and made again, and passwords set by operators.</summary>
internal sealed class Registrations(NapsterServer server, Subjects subjects, Levels levels)
{
    private readonly NukedUsers _nuked = new(server.World.Accounts);

    private AccountStore Accounts => server.World.Accounts;

    public void Register(Orders orders)
    {
        orders.On(MessageType.RegisterUser, Level.Admin, Register);
        orders.On(MessageType.SetPassword, Level.Admin, SetPassword);
        orders.On(MessageType.NukeRegistration, Level.Moderator, Nuke);
        orders.On(MessageType.UnnukeRegistration, Level.Moderator, Restore);
    }

    private void Register(Operator by, Fields fields)
    {
        const string What = "register";
        if (!Subjects.TryNick(by, What, ref fields, out var nick))
        {
            return;
        }

        if (!TryPassword(by, What, ref fields, out var password))
        {
            return;
        }

        fields.TryNext(out var email);
        var level = Level.User;
        if (email.Length > Limits.EmailLength || (fields.TryNext(out var field) && !Levels.TryRead(field, out level)))
        {
            by.Fail(What, "invalid level or address");
        }
        else if (!by.MayGive(level))
        {
            by.Fail(What, "permission denied");
        }
        else
        {
            var (address, now) = (LegacyText.Decode(email), server.Loop.Time.GetUtcNow().ToUnixTimeSeconds());
            by.Do(() => Hash(password), hash =>
            {
                Account? account = null;
                by.Save(() => account = Accounts.Register(nick, hash, address, level, now), () =>
                {
                    if (account is null)
                    {
                        by.Fail(What, $"{nick} is already registered");
                    }
                    else
                    {
                        by.Report(Notices.Change, $"{by.Name} registered nickname {nick} ({level})");
                    }
                });
            });
        }
    }

    private void SetPassword(Operator by, Fields fields)
    {
        const string What = "alter password";
        if (!Subjects.TryNick(by, What, ref fields, out var nick) || !TryPassword(by, What, ref fields, out var password))
        {
            return;
        }

        var reason = Subjects.Reason(ref fields);
        subjects.Find(by, What, nick, subject => by.Do(() => Hash(password), hash => by.Save(
            () => Accounts.SetPassword(subject.Account.Owner, hash),
            () => by.Report(Notices.Change, $"{by.Name} changed {subject.Nick}'s password: {reason}"))));
    }

    private void Nuke(Operator by, Fields fields)
    {
        const string What = "nuke";
        if (!Subjects.TryNick(by, What, ref fields, out var nick))
        {
            return;
        }

        var reason = Subjects.Reason(ref fields);
        var now = server.Loop.Time.GetUtcNow().ToUnixTimeSeconds();
        subjects.Find(
            by,
            What,
            nick,
            subject =>
            {
                if (subject.Session is { } session)
                {
                    levels.Give(session, Level.User);
                    session.Account = session.Account with { Marks = Marks.None };
                    session.Notice($"{by.NameFor(session)} nuked your account: {reason}");
                }

                by.Save(() => _nuked.Add(subject.Account.Owner, now), () => by.Report(Notices.Change, $"{by.Name} nuked {subject.Nick}'s account: {reason}"));
            },
            mayBeSelf: true);
    }

    private void Restore(Operator by, Fields fields)
    {
        const string What = "unnuke";
        if (!Subjects.TryNick(by, What, ref fields, out var nick))
        {
            return;
        }

        by.Do(() => _nuked.Find(nick), account =>
        {
            if (account is null)
            {
                by.Fail(What, "no such user");
            }
            else if (!by.IsAbove(account.Level))
            {
                by.Fail(What, "permission denied");
            }
            else
            {
                by.Do(() => _nuked.Restore(account.Owner), isRestored =>
                {
                    if (isRestored)
                    {
                        by.Report(Notices.Change, $"{by.Name} restored {account.Nick}'s account");
                    }
                    else
                    {
                        by.Fail(What, $"{account.Nick} is registered again");
                    }
                });
            }
        });
    }

    private string Hash(byte[] password) => PasswordHash.Of(password, server.World.Secrets, server.Options.PasswordRounds);

    private static bool TryPassword(Operator by, string what, ref Fields fields, out byte[] password)
    {
        password = [];
        if (!fields.TryNext(out var field) || field.Length is 0 or > Limits.PasswordLength)
        {
            by.Fail(what, "missing password, or one that is too long");
            return false;
        }

        password = field.ToArray();
        return true;
    }
}
