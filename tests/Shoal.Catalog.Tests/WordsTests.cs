using FsCheck;
using FsCheck.Fluent;
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
    [InlineData("\U00010428x \U00010400", "\U00010428x,\U00010428")]
    [InlineData("E\u0301te\u0301", "e\u0301te\u0301")]
    [InlineData("\u0939\u093f\u0928\u094d\u0926\u0940", "\u0939\u093f\u0928\u094d\u0926\u0940")]
    [InlineData("\u0301a\u0301", "a\u0301")]
    [InlineData("a\ud800b\0c", "a,b,c")]
    public void Words_are_runs_of_letters_digits_and_apostrophes(string text, string words) => Assert.Equal(words, string.Join(',', Words.Of(text)));

    [Fact]
    public void A_word_is_cut_where_it_is_too_long()
    {
        Assert.Equal([new string('a', 64), "b"], Words.Of(new string('A', 1000) + " b"));
        Assert.Equal([new string('a', 63)], Words.Of(new string('a', 63) + "\U00010428"));
    }

    /// <summary>What is looked for is taken for a word only where it is one.</summary>
    [Fact]
    public void Each_word_is_the_one_word_of_itself() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>().Filter(text => text is not null),
        static text => Words.Of(text).All(word => Words.IsWord(word)) && Words.OfFile(text).SequenceEqual(Words.Of(text).Take(64))).QuickCheckThrowOnFailure();
}
