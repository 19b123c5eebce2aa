using System.Text.Json;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Tests.Napster;

/// <summary>What is said once and remembered.</summary>
public sealed class ProfileTests : IDisposable
{
    private readonly StandIn _user = new();

    private string File => Path.Combine(_user.Profile, "profile.json");

    public void Dispose() => _user.Dispose();

    [Fact]
    public async Task Server_and_nick_are_asked_for_by_what_to_type()
    {
        (await _user.Run("where", "x")).AssertFailed(ExitCode.Usage, $"has no server and no nick yet: say it once, 'shoal napster where … --profile {_user.Profile} --server HOST --nick NAME', and it is remembered");
        (await _user.Run("where", "x", "--nick", "ann")).AssertFailed(ExitCode.Usage, "has no server yet");
        (await _user.Run("where", "x", "--server", "h.example")).AssertFailed(ExitCode.Usage, "has no nick yet");
        Assert.Empty(_user.LoggedIn);
    }

    [Fact]
    public async Task What_the_command_line_says_is_remembered_in_a_file_of_its_owner_alone()
    {
        await _user.Run("where", "x", "--server", "Napster.Example:7777", "--nick", "ann", "--password", "s3cret", "--data-port", "6700");
        await _user.Run("where", "x");
        var known = _user.LoggedIn[1];
        Assert.Equal(("napster.example:7777", "ann", "s3cret", 6700), (known.Server, known.Nick, known.Password, known.DataPort));
        Cli.AssertPrivate(File);
        Cli.AssertPrivate(_user.Profile);
    }

    [Fact]
    public async Task A_folder_that_others_may_enter_is_closed_to_them()
    {
        Directory.CreateDirectory(_user.Profile);
        await _user.Run("where", "x", "--server", "h.example", "--nick", "ann");
        Cli.AssertPrivate(_user.Profile);
    }

    [Fact]
    public async Task Each_user_of_each_server_keeps_his_password_and_none_is_told_to_another()
    {
        await _user.Run("where", "x", "--server", "one.example", "--nick", "ann", "--password", "first");
        await _user.Run("where", "x", "--server", "two.example");
        await _user.Run("where", "x", "--nick", "ben");
        await _user.Run("where", "x", "--server", "one.example", "--nick", "ANN");
        await _user.Run("where", "x", "--server", "two.example");
        var passwords = _user.LoggedIn.Select(profile => profile.Password).ToList();
        Assert.Equal("first", passwords[0]);
        Assert.Matches("^[0-9a-f]{16}$", passwords[1]);
        Assert.DoesNotContain(passwords[2], passwords[..2]);
        Assert.Equal("first", passwords[3]);
        Assert.Equal(passwords[1], passwords[4]);
    }

    [Fact]
    public async Task The_environment_counts_more_than_what_is_remembered_and_is_not_remembered()
    {
        await _user.Run("where", "x", "--server", "one.example", "--nick", "ann", "--password", "first");
        _user.Environment["SHOAL_NAP_SERVER"] = "two.example";
        _user.Environment["SHOAL_NAP_NICK"] = "eve";
        _user.Environment["SHOAL_NAP_PASSWORD"] = "passing";
        await _user.Run("where", "x");
        await _user.Run("where", "x", "--server", "three.example", "--password", "third");
        _user.Environment.Clear();
        Assert.Equal(("two.example:8888", "eve", "passing"), (_user.LoggedIn[1].Server, _user.LoggedIn[1].Nick, _user.LoggedIn[1].Password));
        Assert.Equal(("three.example:8888", "eve", "third"), (_user.LoggedIn[2].Server, _user.LoggedIn[2].Nick, _user.LoggedIn[2].Password));
        await _user.Run("where", "x", "--server", "one.example");
        Assert.Equal(("ann", "first"), (_user.LoggedIn[3].Nick, _user.LoggedIn[3].Password));
        Assert.DoesNotContain("passing", System.IO.File.ReadAllText(File), StringComparison.Ordinal);

        _user.Environment["SHOAL_NAP_SERVER"] = "no server";
        (await _user.Run("where", "x")).AssertFailed(ExitCode.Usage, "'no server' in the environment is no server: give SHOAL_NAP_SERVER a host");
        _user.Environment["SHOAL_NAP_SERVER"] = "";
        _user.Environment["SHOAL_NAP_NICK"] = "two words";
        (await _user.Run("where", "x")).AssertFailed(ExitCode.Usage, "'two words' in the environment is no nick");
    }

    [Fact]
    public async Task A_password_comes_from_a_file_in_the_callers_folder()
    {
        System.IO.File.WriteAllText(Path.Combine(_user.Folder, "secret"), "hush\nmore");
        await _user.Run("where", "x", "--server", "h.example", "--nick", "ann", "--password-file", "secret");
        Assert.Equal("hush", Assert.Single(_user.LoggedIn).Password);
        System.IO.File.WriteAllText(Path.Combine(_user.Folder, "secret"), "\n");
        (await _user.Run("where", "x", "--password-file", "secret")).AssertFailed(ExitCode.Failed, "the first line of 'secret' is empty");
        (await _user.Run("where", "x", "--password-file", "none")).AssertFailed(ExitCode.Failed, "name another file by --password-file");
        (await _user.Run("where", "x", "--password-file", "secret", "--password", "y")).AssertFailed(ExitCode.Usage, "--password and --password-file do not go together");
    }

    [Theory]
    [InlineData("{", "line 1 cannot be read")]
    [InlineData("null", "it is empty")]
    [InlineData("", "line 1 cannot be read")]
    [InlineData("""{"server":"a b"}""", "'a b' is no server")]
    [InlineData("""{"dataPort":70000}""", "70000 is no port")]
    [InlineData("""{"folders":["music"]}""", "one of its folders is no whole path")]
    [InlineData("""{"folders":[null]}""", "one of its folders is no whole path")]
    [InlineData("""{"options":{"up":null}}""", "one of its values is missing")]
    [InlineData("""{"passwords":{"ann@h:1":null}}""", "one of its values is missing")]
    public async Task A_broken_profile_is_told_with_its_cure(string json, string why)
    {
        Directory.CreateDirectory(_user.Profile);
        System.IO.File.WriteAllText(File, json);
        (await _user.Run("status")).AssertFailed(ExitCode.BadInput, $"the profile '{File}' is broken ({why}): correct it, or delete it and give --server, --nick and --password once more");
        (await _user.Run("where", "x", "--server", "h.example")).AssertFailed(ExitCode.BadInput, why);
        Assert.Equal(json, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("--server", "", "'' is no server")]
    [InlineData("--server", "a:b:c", "'a:b:c' is no server")]
    [InlineData("--server", "host:0", "'host:0' is no server")]
    [InlineData("--nick", "two words", "'two words' is no nick")]
    [InlineData("--password", "two words", "a password is one word")]
    [InlineData("--data-port", "65536", "'65536' is no port")]
    public async Task A_value_that_cannot_be_is_wrong_usage(string option, string value, string says) => (await _user.Run("where", "x", option, value)).AssertFailed(ExitCode.Usage, says);

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("..")]
    [InlineData("two words")]
    public async Task A_profile_has_a_plain_name(string name) => (await Cli.Run("napster", "status", "--profile", name)).AssertFailed(ExitCode.Usage, $"'{name}' is no profile");

    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7:8888")]
    [InlineData("2001:db8::7", "[2001:db8::7]:8888")]
    [InlineData("[2001:db8::7]:99", "[2001:db8::7]:99")]
    [InlineData("localhost:1", "localhost:1")]
    public async Task A_server_has_a_port_of_its_own_or_the_usual_one(string server, string remembered)
    {
        await _user.Run("where", "x", "--server", server, "--nick", "ann");
        Assert.Equal(remembered, JsonDocument.Parse(System.IO.File.ReadAllText(File)).RootElement.GetProperty("server").GetString());
    }
}
