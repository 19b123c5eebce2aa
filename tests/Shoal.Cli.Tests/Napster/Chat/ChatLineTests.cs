using Shoal.Cli.Napster.Chat;

namespace Shoal.Cli.Tests.Napster.Chat;

public sealed class ChatLineTests
{
    [Theory]
    [InlineData("", "Nothing", "", "")]
    [InlineData("  \t ", "Nothing", "", "")]
    [InlineData(" hello  there ", "Say", "", "hello  there")]
    [InlineData("//quit", "Say", "", "/quit")]
    [InlineData("/me waves  twice", "Emote", "", "waves  twice")]
    [InlineData("/ME waves", "Emote", "", "waves")]
    [InlineData("/topic", "ShowTopic", "", "")]
    [InlineData("/topic old blues", "Topic", "", "old blues")]
    [InlineData("/msg ben are you there?", "Message", "ben", "are you there?")]
    [InlineData("/names", "Names", "", "")]
    [InlineData("/help", "Help", "", "")]
    [InlineData("/quit now", "Quit", "", "")]
    public void A_line_means_what_it_says(string line, string kind, string nick, string text)
    {
        Assert.True(ChatLine.TryParse(line, out var parsed, out _));
        Assert.Equal((kind, nick, text), (parsed.Kind.ToString(), parsed.Nick, parsed.Text));
    }

    [Theory]
    [InlineData("/me", "say what you do: /me waves")]
    [InlineData("/msg", "say to whom and what: /msg NICK TEXT")]
    [InlineData("/msg ben", "say to whom and what: /msg NICK TEXT")]
    [InlineData("/dance all night", "there is no /dance: /me")]
    [InlineData("/", "there is no /: /me")]
    public void What_means_nothing_is_told_with_what_does(string line, string says)
    {
        Assert.False(ChatLine.TryParse(line, out _, out var reason));
        Assert.StartsWith(says, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_a_server_passes_on_is_refused()
    {
        Assert.True(ChatLine.TryParse(new string('x', 400), out _, out _));
        Assert.False(ChatLine.TryParse("/me " + new string('x', 401), out _, out var reason));
        Assert.Equal("401 characters are too many at once: 400 at most", reason);
    }
}
