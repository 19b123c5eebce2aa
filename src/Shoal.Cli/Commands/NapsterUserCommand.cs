using System.CommandLine;
using System.Security.Cryptography;
using Shoal.Cli.Napster;
using Shoal.Cli.Shell;
using Shoal.Data;
using Shoal.Napster.Server.Accounts;
using Shoal.Runtime.Real;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster user: who is registered, and what he may do; in the server's own file, whether or not it runs.</summary>
internal sealed class NapsterUserCommand
{
    private static readonly string[] Levels = [.. Enum.GetValues<Level>().Select(NameOf)];

    private readonly Argument<string> _nick = new("NICK") { Description = "The user" };

    private readonly Option<string?> _database = NapsterFiles.CreateOption();

    private readonly Option<Level> _level = new("--level") { Description = "What he may do", HelpName = "leech|user|moderator|admin|elite", DefaultValueFactory = static _ => Level.User };

    private readonly Argument<Level> _newLevel = new("LEVEL") { Description = "leech, user, moderator, admin or elite" };

    private readonly Option<Level> _least = new("--level") { Description = "Only who has this level or a higher one", HelpName = "leech|user|moderator|admin|elite", DefaultValueFactory = static _ => Level.Leech };

    private readonly Option<string?> _password = new("--password")
    {
        Description = "His password, which others on this machine may see while the command runs; one is made up and shown unless given",
        HelpName = "TEXT",
    };

    public static Command Create()
    {
        var self = new NapsterUserCommand();
        self._level.AcceptOnlyFromAmong(Levels);
        self._least.AcceptOnlyFromAmong(Levels);
        self._newLevel.AcceptOnlyFromAmong(Levels);
        return new Verb("user", "Register users of a Napster server and say what they may do.")
        {
            Examples = ["shoal napster user add ann --level elite", "shoal napster user password ann"],
            Subcommands =
            {
                self.Make("add", "Register somebody. The first operator of a server comes to be so.", "ann --level elite", self.Add, self._nick, self._level, self._password),
                self.Make("password", "Give somebody another password.", "ann", self.ChangePassword, self._nick, self._password),
                self.Make("level", "Give somebody another level, from the next login on.", "ann moderator", self.ChangeLevel, self._nick, self._newLevel),
                self.Make("list", "List who is registered.", "--level moderator", self.List, self._least),
            },
        };
    }

    private Verb Make(string name, string description, string example, Action<ParseResult, AccountStore, Output> run, params Symbol[] symbols)
    {
        var verb = new Verb(name, description)
        {
            Examples = [$"shoal napster user {name} {example}"],
            Run = (parsed, output, _) => Task.FromResult(Run(parsed, output, run)),
        };
        verb.AddAll([.. symbols, _database]);
        return verb;
    }

    private int Run(ParseResult parsed, Output output, Action<ParseResult, AccountStore, Output> run)
    {
        var file = NapsterFiles.PathOf(parsed.GetValue(_database));
        try
        {
            using var accounts = AccountStore.Open(file);
            run(parsed, accounts, output);
            return ExitCode.Done;
        }
        catch (DatabaseException e)
        {
            throw new VerbException(ExitCode.Failed, $"the database '{file}' cannot be used ({e.Message.TrimEnd('.')}): name another by --database", e);
        }
    }

    private void Add(ParseResult parsed, AccountStore accounts, Output output)
    {
        var (nick, level, password) = (parsed.GetValue(_nick)!, parsed.GetValue(_level), PasswordOf(parsed));
        Check(accounts.Register(nick, password.Text, level, new SystemSecrets(), TimeProvider.System.GetUtcNow()));
        Tell(output, nick, level, password, $"'{nick}' is registered as {NameOf(level)}");
    }

    private void ChangePassword(ParseResult parsed, AccountStore accounts, Output output)
    {
        var (nick, password) = (parsed.GetValue(_nick)!, PasswordOf(parsed));
        Check(accounts.SetPassword(nick, password.Text, new SystemSecrets()));
        Tell(output, nick, null, password, $"'{nick}' has another password");
    }

    private void ChangeLevel(ParseResult parsed, AccountStore accounts, Output output)
    {
        var (nick, level) = (parsed.GetValue(_nick)!, parsed.GetValue(_newLevel));
        Check(accounts.SetLevel(nick, level));
        Tell(output, nick, level, null, $"'{nick}' is {NameOf(level)} from the next login on");
    }

    private void List(ParseResult parsed, AccountStore accounts, Output output)
    {
        foreach (var user in accounts.List(parsed.GetValue(_least)))
        {
            output.Field(NameOf(user.Level), user.Nick);
            output.JsonLine(json =>
            {
                json.WriteString("nick", user.Nick);
                json.WriteString("level", NameOf(user.Level));
                json.WriteString("email", user.Email);
            });
        }
    }

    private (string Text, bool IsMadeUp) PasswordOf(ParseResult parsed) =>
        parsed.GetValue(_password) is { } given ? (given, false) : (Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)), true);

    private static void Tell(Output output, string nick, Level? level, (string Text, bool IsMadeUp)? password, string sentence)
    {
        var shown = password is { IsMadeUp: true } made ? made.Text : null;
        output.Line(shown is null ? sentence : $"{sentence}; the password is {shown}");
        output.JsonLine(json =>
        {
            json.WriteString("nick", nick);
            if (level is { } given)
            {
                json.WriteString("level", NameOf(given));
            }

            if (shown is not null)
            {
                json.WriteString("password", shown);
            }
        });
    }

    private static string NameOf(Level level) => level.ToString().ToLowerInvariant();

    private static void Check(string? refusal)
    {
        if (refusal is not null)
        {
            throw new VerbException(ExitCode.Failed, refusal);
        }
    }
}
