using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Napster.Server.Administration.Bans;
using Shoal.Runtime;

namespace Shoal.Napster.Tests.Administration;

/// <summary>Whom a ban is for.</summary>
public sealed class BanTargetTests
{
    [Theory]
    [InlineData("ben", "ben!*")]
    [InlineData("1.2.3.4", "1.2.3.4")]
    [InlineData("1.2.3.", "1.2.3.*")]
    [InlineData("*!1.2.3.4", "1.2.3.4")]
    [InlineData("ben!*", "ben!*")]
    [InlineData("ben!1.2.3.", "ben!1.2.3.*")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("ben!10.2.3.4/8", "ben!10.0.0.0/8")]
    [InlineData("2001:db8::1", "2001:db8::/64")]
    [InlineData("2001:db8::/48", "2001:db8::/48")]
    [InlineData("a:b", "a:b!*")]
    public void What_an_operator_writes_has_one_form(string written, string form)
    {
        Assert.True(BanTarget.TryParse(written, out var target, out _));
        Assert.Equal(form, target.Text);
        Assert.True(BanTarget.TryParse(form, out var again, out _));
        Assert.Equal(form, again.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("ben!")]
    [InlineData("!1.2.3.4")]
    [InlineData("ben!cat")]
    [InlineData("b,n")]
    [InlineData("bén")]
    [InlineData("**!**")]
    [InlineData("1.2.3.4/5/6")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void What_is_nobody_or_everybody_is_refused(string written) => Assert.False(BanTarget.TryParse(written, out _, out _));

    [Fact]
    public void Networks_hold_their_addresses()
    {
        Assert.True(BanTarget.TryParse("10.0.0.0/8", out var target, out _));
        Assert.True(target.Matches("x", At("10.255.0.1")));
        Assert.False(target.Matches("x", At("11.0.0.1")));
        Assert.True(BanTarget.Of(At("[2001:db8:1:2:3::4]")).Matches(At("[2001:db8:1:2:ffff::]")));
        Assert.False(BanTarget.Of(At("[2001:db8:1:2:3::4]")).Matches(At("[2001:db8:1:3::]")));
    }

    /// <summary>The framework's expressions are the oracle, and take their time.</summary>
    [Fact]
    public void Patterns_match_as_slow_expressions_do()
    {
        var piece = Gen.Elements("a", "b", "B", "*", "?", "ab");
        var word = Gen.Elements("a", "b", "A", "ab", "ba");
        var pattern = Gen.NonEmptyListOf(piece).Where(static list => list.Count < 9).Select(static list => string.Concat(list));
        var nick = Gen.NonEmptyListOf(word).Where(static list => list.Count < 9).Select(static list => string.Concat(list));
        Prop.ForAll(Arb.From(pattern), Arb.From(nick), static (glob, text) =>
        {
            if (!BanTarget.TryParse(glob, out var target, out _))
            {
                return glob.Trim('*').Length == 0;
            }

            var expression = "^" + Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$";
            return target.Matches(text, At("1.2.3.4")) == Regex.IsMatch(text, expression, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        }).QuickCheckThrowOnFailure();
    }

    private static Endpoint At(string host) => NapsterDesk.At($"{host}:1");
}
