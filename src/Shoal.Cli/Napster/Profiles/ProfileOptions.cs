using System.CommandLine;
using System.Security.Cryptography;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Napster.Profiles;

/// <summary>
/// Who one is, and on which server. The command line comes before the environment, and that before what is remembered; what the command line says is remembered.
/// </summary>
internal sealed class ProfileOptions
{
    /// <summary>Not SHOAL_NAPSTER_: those are settings of the server, which refuses what it does not know.</summary>
    private const string Prefix = "SHOAL_NAP_";

    private const string NoPassword = "a password is one word of ASCII without quotes: servers know no other";

    private readonly Func<string, string?> _variable;

    private readonly Option<string?> _profile = new(ProfileFolder.Option)
    {
        Description = $"Which of your presences: each has its own server, nick, shared files and downloads; '{ProfileFolder.DefaultName}' unless given. With a slash in it, a folder",
        HelpName = "NAME",
    };

    private readonly Option<string?> _server = new("--server") { Description = "The server, from now on", HelpName = "HOST[:PORT]" };
    private readonly Option<string?> _nick = new("--nick") { Description = "Who you are there, from now on", HelpName = "NAME" };

    private readonly Option<string?> _password = new("--password")
    {
        Description = "Your password there, from now on, which others on this machine may see while the command runs; one is made up and remembered unless there is one",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _passwordFile = new("--password-file") { Description = "The same, from the first line of a file", HelpName = "FILE" };

    private readonly Option<int?> _dataPort = new("--data-port")
    {
        Description = "The port at which others fetch your files, from now on; 0 for none: then you connect to them",
        HelpName = "N",
    };

    /// <param name="variable">The environment.</param>
    public ProfileOptions(Func<string, string?> variable)
    {
        _variable = variable;
        _profile.Validators.Add(static result => OptionChecks.CheckEach(
            result, static text => ProfileFolder.IsName(text) || ProfileFolder.IsPath(text), static text => $"'{text}' is no profile: give a name of letters and digits, or a folder such as ./mine"));
        _server.Validators.Add(static result => OptionChecks.CheckEach(
            result, static text => ServerAddress.TryParse(text, out _), static text => $"'{text}' is no server: give a host such as napster.example, or napster.example:8888"));
        _nick.Validators.Add(static result => OptionChecks.CheckEach(
            result, IsWord, static text => $"'{text}' is no nick: give a word of letters and digits"));
        _password.Validators.Add(static result => OptionChecks.CheckEach(result, IsWord, static _ => NoPassword));
        _dataPort.MustBeBetween(0, ushort.MaxValue, "port");
    }

    public void AddTo(Command command)
    {
        AddProfileTo(command);
        command.Add(_server);
        command.Add(_nick);
        command.Add(_password);
        command.Add(_passwordFile);
        command.Add(_dataPort);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_password) is not null && result.GetValue(_passwordFile) is not null)
            {
                result.AddError("--password and --password-file do not go together: give one of them");
            }
        });
    }

    /// <summary>For a verb that needs no server.</summary>
    public void AddProfileTo(Command command) => command.Add(_profile);

    public ProfileFolder FolderOf(ParseResult parsed, Caller caller) => ProfileFolder.Of(parsed.GetValue(_profile) ?? FromEnvironment("PROFILE") ?? ProfileFolder.DefaultName, caller.Folder);

    /// <summary>What is remembered with what is said now; the folder remembers it too.</summary>
    /// <exception cref="VerbException">It is not known where to go or as whom, or the folder cannot be used.</exception>
    public Profile Resolve(ParseResult parsed, ProfileFolder folder, Caller caller, Remember remember)
    {
        var before = folder.Load();
        var said = before with
        {
            Server = parsed.GetValue(_server) is { } server ? Normal(server) : before.Server,
            Nick = parsed.GetValue(_nick) ?? before.Nick,
            DataPort = parsed.GetValue(_dataPort) ?? before.DataPort,
        };
        said = remember(parsed, caller, said);
        var now = said with
        {
            Server = parsed.GetValue(_server) is null && FromEnvironment("SERVER") is { } told ? Normal(told) : said.Server,
            Nick = parsed.GetValue(_nick) is null && FromEnvironment("NICK") is { } name ? Word(name, $"'{name}' in the environment is no nick: give {Prefix}NICK a word of letters and digits") : said.Nick,
        };
        Check(parsed, folder, now);
        var secret = PasswordOf(parsed, caller);
        var passing = secret is null && FromEnvironment("PASSWORD") is { } only ? Word(only, $"{Prefix}PASSWORD: {NoPassword}") : null;
        now = now.WithPassword(secret ?? passing ?? now.Password ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8)));
        var kept = passing is null ? said with { Passwords = now.Passwords } : said;
        if (!kept.Write().AsSpan().SequenceEqual(before.Write()))
        {
            folder.Save(kept);
        }

        return now;
    }

    /// <summary>A client that runs is on one server as one user; to say another is a mistake.</summary>
    /// <exception cref="VerbException">Another is said.</exception>
    public void CheckSame(ParseResult parsed, Profile running)
    {
        var differs = parsed.GetValue(_server) is { } server && !string.Equals(Normal(server), running.Server, StringComparison.Ordinal) ? $"on {running.Server}"
            : parsed.GetValue(_nick) is { } nick && !string.Equals(nick, running.Nick, StringComparison.OrdinalIgnoreCase) ? $"'{running.Nick}'"
            : parsed.GetValue(_dataPort) is { } port && port != running.DataPort ? "at another data port"
            : null;
        if (differs is not null)
        {
            throw new VerbException(ExitCode.Failed, $"the client that runs is {differs}: stop it first, or be somebody else beside it by {ProfileFolder.Option} NAME");
        }
    }

    /// <summary>What fits between the spaces of a login.</summary>
    private static bool IsWord(string text) => text.Length is > 0 and <= 64 && text.All(static c => c is > ' ' and <= '~' and not '"');

    private static string Normal(string server) => ServerAddress.TryParse(server, out var known)
        ? ServerAddress.Format(known)
        : throw new VerbException(ExitCode.Usage, $"'{server}' in the environment is no server: give {Prefix}SERVER a host such as napster.example:8888");

    private static void Check(ParseResult parsed, ProfileFolder folder, Profile profile)
    {
        var missing = (profile.Server, profile.Nick) switch
        {
            (null, null) => ("no server and no nick", "--server HOST --nick NAME"),
            (null, _) => ("no server", "--server HOST"),
            (_, null) => ("no nick", "--nick NAME"),
            _ => default,
        };
        if (missing.Item1 is not null)
        {
            var verb = ((Verb)parsed.CommandResult.Command).Path;
            var which = string.Equals(folder.Name, ProfileFolder.DefaultName, StringComparison.Ordinal) ? "" : $" {ProfileFolder.Option} {folder.Name}";
            throw new VerbException(ExitCode.Usage, $"the profile '{folder.Name}' has {missing.Item1} yet: say it once, 'shoal {verb} …{which} {missing.Item2}', and it is remembered");
        }
    }

    private string? PasswordOf(ParseResult parsed, Caller caller)
    {
        if (parsed.GetValue(_passwordFile) is not { } path)
        {
            return parsed.GetValue(_password);
        }

        try
        {
            return File.ReadLines(caller.PathOf(path)).FirstOrDefault() is { Length: > 0 } line
                ? Word(line, $"'{path}': {NoPassword}")
                : throw new VerbException(ExitCode.Failed, $"the first line of '{path}' is empty: write the password there");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(ExitCode.Failed, $"'{path}' cannot be read ({e.Message.TrimEnd('.')}): name another file by --password-file", e);
        }
    }

    private static string Word(string text, string otherwise) => IsWord(text) ? text : throw new VerbException(ExitCode.Usage, otherwise);

    private string? FromEnvironment(string name) => _variable(Prefix + name) is { Length: > 0 } value ? value : null;
}
