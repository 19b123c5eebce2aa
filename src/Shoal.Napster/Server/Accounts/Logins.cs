using Shoal.Catalog;
using Shoal.Napster.Protocol;
using Shoal.Napster.Server.Sessions;

namespace Shoal.Napster.Server.Accounts;

/// <summary>How a stranger becomes a user: registration, login, and what may be asked before.</summary>
internal sealed class Logins
{
    private const string InvalidPassword = "Invalid Password";

    private readonly NapsterServer _server;
    private readonly AccountStore _store;
    private readonly KnownPasswords _known;

    /// <summary>The number of the last user without an account.</summary>
    private int _guest = Limits.FirstGuest;

    public Logins(NapsterServer server)
    {
        _server = server;
        _store = server.World.Accounts;
        _known = new KnownPasswords(server.World.Secrets);
    }

    private Dialect Dialect => _server.Dialect;

    public void Register(Router router)
    {
        router.BeforeLogin(MessageType.Login, (session, fields) => Begin(session, fields, isNew: false));
        router.BeforeLogin(MessageType.Register, (session, fields) => Begin(session, fields, isNew: true));
        router.BeforeLogin(MessageType.NickCheck, CheckNick);
        router.BeforeLogin(MessageType.PasswordCheck, CheckPassword);
        router.BeforeLogin(MessageType.Version, static (session, _) => session.Send(MessageType.Version));
        foreach (var ignored in new[] { MessageType.Survey, MessageType.SurveyToo, MessageType.AlternatePorts, MessageType.TransportTest })
        {
            router.BeforeLogin(ignored, static (_, _) => { });
        }

        router.On(MessageType.OwnPassword, ChangePassword);
        router.On(MessageType.OwnEmail, ChangeEmail);
        router.On(MessageType.OwnLine, ChangeLine);
        router.On(MessageType.OwnPort, ChangePort);
    }

    private void CheckNick(Session session, Fields fields)
    {
        if (!fields.TryNext(out var field) || fields.TryNext(out _) || !Nick.TryParse(field, out var nick))
        {
            session.Send(MessageType.NickInvalid);
        }
        else if (_server.Roster.TryFind(nick, out _))
        {
            session.Send(MessageType.NickTaken);
        }
        else
        {
            _server.Do(session, _server.World.Hashers, () => _store.Find(nick), found => session.Send(found is null ? MessageType.NickFree : MessageType.NickTaken));
        }
    }

    private void CheckPassword(Session session, Fields fields)
    {
        if (session.IsUser || !fields.TryNext(out var field) || !Nick.TryParse(field, out var nick) || !fields.TryNext(out var given))
        {
            return;
        }

        var password = given.ToArray();
        _server.Do(session, _server.World.Hashers, () => _store.Find(nick) is { } found && _known.Verify(found.Account.Owner, password, found.Password), isRight =>
        {
            if (isRight)
            {
                session.Send(MessageType.PasswordOk);
            }
            else
            {
                RefusePassword(session);
            }
        });
    }

    private void Begin(Session session, Fields fields, bool isNew)
    {
        if (session.IsUser)
        {
            session.Notice("You are logged in already.");
            return;
        }

        if (!fields.TryNext(out var nickField) || !fields.TryNext(out var passwordField) || !fields.TryNumber(out var port) || !fields.TryNext(out var client) || !fields.TryNumber(out var link))
        {
            RefuseUnread(session);
            return;
        }

        fields.TryNext(out var emailField);
        if (!Nick.TryParse(nickField, out var nick) || Nick.Comparer.Equals(nick, _server.Options.Name))
        {
            _server.Counters.RefusedLogins++;
            session.Send(MessageType.NickInvalid);
            session.Connection.End();
            return;
        }

        if (_server.Administration.Bans.RefusalOf(nick, session.Remote) is { } banned)
        {
            Refuse(session, banned);
            return;
        }

        if (!LinkType.Exists(link) || passwordField.Length is 0 or > Limits.PasswordLength || emailField.Length > Limits.EmailLength)
        {
            RefuseUnread(session);
            return;
        }

        session.Client = client[..Math.Min(client.Length, Limits.ClientLength)].ToArray();
        session.Link = (byte)link;
        session.DataPort = port <= ushort.MaxValue ? (ushort)port : (ushort)0;
        var password = passwordField.ToArray();
        var email = isNew ? LegacyText.Decode(emailField) : "";
        var mayRegister = _server.Conduct.MayRegister(session);
        _server.Do(session, _server.World.Hashers, () => Decide(nick, password, email, isNew, mayRegister), verdict => End(session, nick, verdict));
    }

    /// <summary>On a worker.</summary>
    private Verdict Decide(string nick, byte[] password, string email, bool isNew, bool mayRegister)
    {
        var now = _server.Loop.Time.GetUtcNow().ToUnixTimeSeconds();
        if (_store.Find(nick) is not { } found)
        {
            if (!isNew && _server.Options.IsRegisteredOnly)
            {
                return new Verdict(null, "this server has registered users only: register first");
            }

            if (!isNew && Dialect.IsOld)
            {
                return new Verdict(Account.Guest, null);
            }

            return mayRegister
                ? new Verdict(_store.Register(nick, PasswordHash.Of(password, _server.World.Secrets, _server.Options.PasswordRounds), email, Level.User, now), Dialect.NickTakenText, IsNew: true)
                : new Verdict(null, "Too many users were registered from your address: try again in an hour");
        }

        if (isNew)
        {
            return new Verdict(null, Dialect.NickTakenText);
        }

        if (!_known.Verify(found.Account.Owner, password, found.Password))
        {
            return new Verdict(null, InvalidPassword);
        }

        _store.See(found.Account.Owner, now);
        return new Verdict(found.Account, null);
    }

    private void End(Session session, string nick, Verdict verdict)
    {
        if (verdict.Account is not { } account)
        {
            if (verdict.Refusal is InvalidPassword)
            {
                RefusePassword(session);
            }
            else
            {
                Refuse(session, verdict.Refusal!);
            }

            return;
        }

        if (verdict.IsNew)
        {
            _server.Conduct.OnRegistered(session);
        }

        if (_server.Roster.TryFind(nick, out var old))
        {
            if (!Dialect.TakesOverSession)
            {
                Refuse(session, "Connecting too fast");
                return;
            }

            TakeOver(old);
        }

        if (_server.Roster.Count >= _server.Options.MostUsers)
        {
            Refuse(session, $"This server is full ({_server.Options.MostUsers} connections)");
            return;
        }

        if (ReferenceEquals(account, Account.Guest))
        {
            account = new Account(new OwnerId(++_guest), nick, "", Level.User, Marks.None);
        }

        session.Account = account;
        session.Level = account.Level;
        session.Nick = nick;
        Welcome(session);
        _server.Admit(session);
    }

    private void Welcome(Session session)
    {
        var email = Dialect.TellsOwnEmail && session.Account.Email.Length > 0 ? session.Account.Email : $"anon@{_server.Options.Name}";
        session.Send(MessageType.LoginAck, $"{email}");
        foreach (var line in _server.Options.Motd)
        {
            session.Send(MessageType.Motd, $"{line}");
        }

        _server.Figures.Tell(session);
    }

    /// <summary>The same user comes again: its old connection is most often one that has broken and does not know.</summary>
    private void TakeOver(Session old)
    {
        _server.Remove(old);
        old.Send(MessageType.Ghost);
        old.Notice($"You were killed by {_server.Options.Name}: Someone else is logging in as you, disconnecting.");
        old.Send(MessageType.Disconnecting, $"0");
        old.Connection.End();
    }

    private void RefusePassword(Session session)
    {
        _server.Conduct.OnFailedLogin(session);
        Refuse(session, InvalidPassword);
    }

    private void Refuse(Session session, string reason)
    {
        _server.Counters.RefusedLogins++;
        session.Expel(reason);
    }

    private void RefuseUnread(Session session)
    {
        _server.Counters.RefusedLogins++;
        if (!Dialect.IsOld)
        {
            session.Notice("Too few parameters for login.");
        }

        session.Connection.End();
    }

    private void ChangePassword(Session session, Fields fields)
    {
        if (!fields.TryNext(out var field) || field.Length is 0 or > Limits.PasswordLength)
        {
            session.NoticeUnparsable();
            return;
        }

        var password = field.ToArray();
        var owner = session.Owner;
        _server.Do(
            session,
            _server.World.Hashers,
            () => _store.SetPassword(owner, PasswordHash.Of(password, _server.World.Secrets, _server.Options.PasswordRounds)),
            () =>
            {
                if (!Dialect.IsOld)
                {
                    session.Notice("password changed");
                }
            });
    }

    private void ChangeEmail(Session session, Fields fields)
    {
        if (fields.TryNext(out var field) && field.Length <= Limits.EmailLength)
        {
            var (email, owner) = (LegacyText.Decode(field), session.Owner);
            session.Account = session.Account with { Email = email };
            _server.Do(session, _server.World.Hashers, () => _store.SetEmail(owner, email), static () => { });
        }
    }

    private void ChangeLine(Session session, Fields fields)
    {
        if (fields.TryNumber(out var link) && LinkType.Exists(link))
        {
            session.Link = (byte)link;
            TellCatalog(session);
        }
        else
        {
            session.Notice("invalid link type");
        }
    }

    private void ChangePort(Session session, Fields fields)
    {
        if (fields.TryNumber(out var port) && port <= ushort.MaxValue)
        {
            session.DataPort = (ushort)port;
            session.IsUnreachable = false;
            TellCatalog(session);
            _server.PortChecks.Check(session);
        }
        else
        {
            session.Notice("invalid port");
        }
    }

    private void TellCatalog(Session session) => _server.Catalog.Write(new CatalogChange(ChangeKind.Update, session.Owner, Presence: session.Presence), session);

    private readonly record struct Verdict(Account? Account, string? Refusal, bool IsNew = false);
}
