using FsCheck;
using FsCheck.Fluent;
using Shoal.Cli.Shell;
using Shoal.Cli.Shell.Typing;

namespace Shoal.Cli.Tests.Shell.Typing;

public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new();

    [Fact]
    public void What_is_typed_is_the_line()
    {
        Press(Keys.Of("grüße 日本 🎵!"));
        Assert.Equal("grüße 日本 🎵!", _editor.Text);
        Assert.Equal(new Typed(true, "grüße 日本 🎵!"), _editor.Press(Keys.Of(ConsoleKey.Enter)));
        Assert.Equal("", _editor.Text);
        Assert.Equal(new Typed(true, ""), _editor.Press(Keys.Of(ConsoleKey.Enter)));
    }

    [Fact]
    public void What_steers_a_terminal_cannot_be_typed()
    {
        Press(Keys.Of("a\u001b\u0007\t\u202eb\ud800c\udc00d"));
        Assert.Equal("abcd", _editor.Text);
    }

    [Fact]
    public void Keys_edit_as_in_a_shell()
    {
        Press(Keys.Of("one two three"));
        _editor.Press(Keys.Control(ConsoleKey.W));
        Assert.Equal("one two ", _editor.Text);
        _editor.Press(Keys.Control(ConsoleKey.A));
        Press(Keys.Of("z"));
        _editor.Press(Keys.Of(ConsoleKey.Delete));
        Assert.Equal("zne two ", _editor.Text);
        _editor.Press(Keys.Control(ConsoleKey.K));
        Assert.Equal("z", _editor.Text);
        _editor.Press(Keys.Control(ConsoleKey.U));
        Assert.Equal("", _editor.Text);
        Assert.Equal(Typed.End, _editor.Press(Keys.Control(ConsoleKey.D)));
        Press(Keys.Of("🎵x"));
        _editor.Press(Keys.Of(ConsoleKey.LeftArrow));
        _editor.Press(Keys.Of(ConsoleKey.Backspace));
        Assert.Equal(Typed.More, _editor.Press(Keys.Control(ConsoleKey.D)));
        Assert.Equal("", _editor.Text);
    }

    [Fact]
    public void Arrows_bring_lines_back()
    {
        foreach (var line in new[] { "first", "", "second" })
        {
            Press(Keys.Of(line));
            _editor.Press(Keys.Of(ConsoleKey.Enter));
        }

        string[] seen = [.. new[] { ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.UpArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow, ConsoleKey.DownArrow }.Select(key =>
        {
            _editor.Press(Keys.Of(key));
            return _editor.Text;
        })];
        Assert.Equal(["second", "first", "first", "second", "", ""], seen);
    }

    [Fact]
    public void A_line_has_an_end()
    {
        Press(Keys.Of(new string('x', 5000)));
        Assert.Equal(4000, _editor.Text.Length);
    }

    /// <summary>Against a string and a number.</summary>
    [Fact]
    public void Any_keys_leave_what_a_string_would_have() => Prop.ForAll(
        Gen.Elements("a", "b", " ", "日", "🎵", "<", ">", "home", "end", "back", "del", "cutleft", "cutright").ArrayOf().ToArbitrary(),
        keys =>
        {
            var editor = new LineEditor();
            var (left, right) = (new List<string>(), new List<string>());
            foreach (var key in keys)
            {
                Model(key, left, right);
                foreach (var press in KeysOf(key))
                {
                    editor.Press(press);
                }
            }

            var whole = string.Concat(left) + string.Concat(right);
            return editor.Text == whole
                && editor.View(1000) == (whole, Columns.Of(string.Concat(left)))
                && Enumerable.Range(2, 9).All(columns => editor.View(columns) is var (seen, cursor) && Columns.Of(seen) <= columns && cursor < columns && whole.Contains(seen, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();

    private static void Model(string key, List<string> left, List<string> right)
    {
        switch (key)
        {
            case "<" when left.Count > 0:
                right.Insert(0, left[^1]);
                left.RemoveAt(left.Count - 1);
                break;
            case ">" when right.Count > 0:
                left.Add(right[0]);
                right.RemoveAt(0);
                break;
            case "home":
                right.InsertRange(0, left);
                left.Clear();
                break;
            case "end":
                left.AddRange(right);
                right.Clear();
                break;
            case "back" when left.Count > 0:
                left.RemoveAt(left.Count - 1);
                break;
            case "del" when right.Count > 0:
                right.RemoveAt(0);
                break;
            case "cutleft":
                left.Clear();
                break;
            case "cutright":
                right.Clear();
                break;
            case "<" or ">" or "back" or "del":
                break;
            default:
                left.Add(key);
                break;
        }
    }

    private static IEnumerable<ConsoleKeyInfo> KeysOf(string key) => key switch
    {
        "<" => [Keys.Of(ConsoleKey.LeftArrow)],
        ">" => [Keys.Of(ConsoleKey.RightArrow)],
        "home" => [Keys.Of(ConsoleKey.Home)],
        "end" => [Keys.Control(ConsoleKey.E)],
        "back" => [Keys.Of(ConsoleKey.Backspace)],
        "del" => [Keys.Of(ConsoleKey.Delete)],
        "cutleft" => [Keys.Control(ConsoleKey.U)],
        "cutright" => [Keys.Control(ConsoleKey.K)],
        _ => Keys.Of(key),
    };

    private void Press(IEnumerable<ConsoleKeyInfo> keys)
    {
        foreach (var key in keys)
        {
            Assert.Equal(Typed.More, _editor.Press(key));
        }
    }
}
