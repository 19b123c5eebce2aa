using Shoal.Cli.Shell;
using Shoal.Cli.Shell.Typing;

namespace Shoal.Cli.Tests.Shell.Typing;

/// <summary>The line at the bottom, as a terminal shows it.</summary>
public sealed class PromptLineTests : IDisposable
{
    private readonly MemoryStream _written = new();
    private readonly PromptLine _prompt;

    public PromptLineTests() => _prompt = new PromptLine(_written, static () => 40);

    public void Dispose() => _written.Dispose();

    [Fact]
    public void What_is_written_comes_above_and_what_is_typed_stays_at_the_bottom()
    {
        Write("before\n");
        _prompt.Open("#blues> ");
        Type("hel");
        Write("<ben> hi\n<cat> hi\n");
        Type("lo");
        Write("<ben> well\n");
        _prompt.Press(Keys.Of(ConsoleKey.LeftArrow));
        var screen = SmallScreen.Of(_written);
        Assert.Equal(["before", "<ben> hi", "<cat> hi", "<ben> well", "#blues> hello"], screen.Rows);
        Assert.Equal("#blues> hell".Length, screen.Column);

        Assert.Equal("hello", _prompt.Press(Keys.Of(ConsoleKey.Enter)).Line);
        Assert.Equal("#blues>", SmallScreen.Of(_written).Rows[^1]);
        _prompt.Close();
        Write("after\n");
        Assert.Equal(["before", "<ben> hi", "<cat> hi", "<ben> well", "after", ""], SmallScreen.Of(_written).Rows);
    }

    [Fact]
    public void A_line_longer_than_the_terminal_is_seen_where_it_is_typed()
    {
        _prompt.Open("> ");
        Type(new string('x', 100) + "end");
        var screen = SmallScreen.Of(_written);
        Assert.Equal("> " + new string('x', 33) + "end", Assert.Single(screen.Rows));
        Assert.Equal(38, screen.Column);
        _prompt.Press(Keys.Of(ConsoleKey.Home));
        Assert.Equal("> " + new string('x', 37), Assert.Single(SmallScreen.Of(_written).Rows));
    }

    [Fact]
    public void A_prompt_cannot_steer_the_terminal_nor_fill_it()
    {
        _prompt.Open("\u001b[2J" + new string('p', 100));
        Type("hi");
        Assert.Equal("\\u{1b}[2J" + new string('p', 19) + "…hi", Assert.Single(SmallScreen.Of(_written).Rows));
    }

    private void Write(string text) => _prompt.Write(_written, System.Text.Encoding.UTF8.GetBytes(text));

    private void Type(string text)
    {
        foreach (var key in Keys.Of(text))
        {
            _prompt.Press(key);
        }
    }
}
