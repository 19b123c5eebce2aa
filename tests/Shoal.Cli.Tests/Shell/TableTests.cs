using Shoal.Cli.Shell;

namespace Shoal.Cli.Tests.Shell;

public sealed class TableTests
{
    private static readonly Table Table = new(new TableColumn("#", IsNumber: true), new TableColumn("name", IsCut: true), new TableColumn("size", IsNumber: true));

    private static readonly string[][] Rows = [["1", @"\Music\Miles Davis\So What.flac", "12 MiB"], ["10", "日本.mp3", "3.50 KiB"], ["11", "exe\u202egpj\n", ""]];

    [Fact]
    public void On_a_terminal_columns_stand_below_each_other() => Assert.Equal(
        """
         #  name                                 size
         1  \Music\Miles Davis\So What.flac    12 MiB
        10  日本.mp3                         3.50 KiB
        11  exe\u{202e}gpj\u{a}

        """,
        Write(isTerminal: true, width: 80));

    [Fact]
    public void A_narrow_terminal_shows_the_ends_of_names() => Assert.Equal(
        """
         #  name                  size
         1  …avis\So What.flac  12 MiB
        10  日本.mp3          3.50 KiB
        11  …u{202e}gpj\u{a}

        """.Replace("  12 MiB", "    12 MiB", StringComparison.Ordinal).Replace("…avis\\So What.flac", "…is\\So What.flac", StringComparison.Ordinal),
        Write(isTerminal: true, width: 30));

    [Fact]
    public void In_a_pipe_values_stand_between_tabs_and_none_of_them_breaks_a_line() =>
        Assert.Equal("1\t\\Music\\Miles Davis\\So What.flac\t12 MiB\n10\t日本.mp3\t3.50 KiB\n11\texe\\u{202e}gpj\\u{a}\t\n", Write(isTerminal: false, width: 30));

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("äöü", 3)]
    [InlineData("e\u0301", 1)]
    [InlineData("日本語", 6)]
    [InlineData("한글", 4)]
    [InlineData("ｗｉｄｅ", 8)]
    [InlineData("🎵", 2)]
    [InlineData("Ελλάδα и Россия", 15)]
    public void A_text_takes_the_columns_that_terminals_give_it(string text, int columns) => Assert.Equal(columns, Columns.Of(text));

    [Theory]
    [InlineData("abcdef", 6, "abcdef", "abcdef")]
    [InlineData("abcdef", 4, "abc…", "…def")]
    [InlineData("日本語", 4, "日…", "…語")]
    [InlineData("abc", 1, "…", "…")]
    [InlineData("abc", 0, "", "")]
    public void What_does_not_fit_is_cut_with_a_mark(string text, int most, string beginning, string end) => Assert.Equal((beginning, end), (Columns.Cut(text, most), Columns.CutStart(text, most)));

    private static string Write(bool isTerminal, int width)
    {
        using var text = new StringWriter();
        Table.Write(Rows, new Output(text, TextWriter.Null, json: false, isTerminal: false, isTerminal, () => width));
        return text.ToString();
    }
}
