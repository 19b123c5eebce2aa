using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests.Transcripts;

/// <summary>The replay finds every fault that there can be.</summary>
public sealed class ComparisonTests
{
    private static readonly Transcript Known = Transcript.Parse("t", """
        A -> 200 'x'
        A <- 201 '"C:\\a \x41\'" 7 "q"'
        B <- 201 "it's b"
        A <- 201 'second'
        A <- 202 ''
        A <- EOF
        """.ReplaceLineEndings("\n"));

    private static readonly Reply?[] Right = [new(MessageType.Hit, "\"C:\\a A'\" 7 \"q\""), new(MessageType.Hit, "second"), new(MessageType.SearchEnd, ""), null];

    [Fact]
    public void A_transcript_is_read_as_python_wrote_it()
    {
        Assert.Equal(["200 x", "201 \"C:\\a A'\" 7 \"q\"", "201 it's b", "201 second", "202", "EOF"], Known.Lines.Select(static line => line.ToString()));
        Assert.Equal("A1> A2< B3< A4< A5< A6<", string.Join(' ', Known.Lines.Select(static line => $"{line.Client}{line.Number}{(line.IsSent ? '>' : '<')}")));
    }

    [Fact]
    public void What_is_the_same_has_no_faults() => Assert.Empty(FaultsOf(Right));

    [Fact]
    public void What_is_missing_too_much_or_of_another_type_is_told_with_its_line()
    {
        Assert.Equal(["line 5: A did not get 202"], FaultsOf([Right[0], Right[1], null]));
        Assert.Equal(["line 6: A did not get EOF"], FaultsOf(Right[..3]));
        Assert.Equal(["behind line 4 of A: got 214 1 2 3, which is not there"], FaultsOf([Right[0], Right[1], new Reply(MessageType.Statistics, "1 2 3"), Right[2], null]));
        Assert.Equal(["line 5: A did not get 202", "behind line 5 of A: got 404 no, which is not there"], FaultsOf([Right[0], Right[1], new Reply(MessageType.Notice, "no"), null]));
    }

    [Fact]
    public void Another_payload_is_a_fault_but_where_it_is_listed()
    {
        Reply?[] other = [Right[0], new Reply(MessageType.Hit, "seventh"), Right[2], null];
        Assert.Single(FaultsOf(other));
        Assert.Empty(FaultsOf(other, new Difference("word", "sec.*|sev.*", "", ("t", 4, 4))));
        Assert.Single(FaultsOf(other, new Difference("word", "sec.*", "", ("t", 4, 4))));
        Assert.Single(FaultsOf(other, new Difference("word", "sec.*|sev.*", "", ("t", 2, 3), ("u", 4, 4))));
    }

    [Fact]
    public void Another_order_is_a_fault_but_where_it_is_listed()
    {
        Reply?[] other = [Right[1], Right[0], Right[2], null];
        Assert.Equal(2, FaultsOf(other).Count);
        Assert.Empty(FaultsOf(other, new Difference("order", null, "", ("t", 2, 4))));
        Assert.Equal(2, FaultsOf([Right[1], new Reply(MessageType.Hit, "third"), Right[2], null], new Difference("order", null, "", ("t", 2, 4))).Count);
    }

    [Fact]
    public void A_difference_that_does_not_show_is_told()
    {
        Difference[] listed = [new("word", "sec.*|sev.*", "", ("t", 4, 4)), new("order", null, "", ("t", 2, 4)), new("elsewhere", "x", "", ("u", 1, 9))];
        Assert.Equal(["word", "order"], Unused(Right));
        Assert.Equal(["order"], Unused([Right[0], new Reply(MessageType.Hit, "seventh"), Right[2], null]));
        Assert.Equal(["word"], Unused([Right[1], Right[0], Right[2], null]));

        IEnumerable<string> Unused(Reply?[] got)
        {
            var comparison = new Comparison("t", listed);
            Assert.Empty(comparison.FaultsOf(Mine, got));
            return comparison.Unused.Select(static each => each.Field);
        }
    }

    private static Transcript.Line[] Mine => [.. Known.Lines.Where(static line => line is { Client: 'A', IsSent: false })];

    private static IReadOnlyList<string> FaultsOf(Reply?[] got, params Difference[] differences) => new Comparison("t", differences).FaultsOf(Mine, got);
}
