using Shoal.Catalog.Searching;

namespace Shoal.Catalog.Tests;

/// <summary>How a text falls into words.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("Foo Fighters - Everlong", "foo,fighters,everlong")]
    [InlineData("don't_stop.me(now)", "don't,stop,me,now")]
    [InlineData("Ärzte/ÉTÉ 99", "ärzte,été,99")]
    [InlineData(" -!- ", "")]
    public void Words_are_runs_of_letters_digits_and_apostrophes(string text, string words) => Assert.Equal(words, string.Join(',', Words.Of(text)));
}
