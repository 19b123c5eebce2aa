namespace Shoal.Runtime.Tests;

public sealed class InvariantTests
{
    [Fact]
    public void A_broken_invariant_names_the_condition_that_was_false()
    {
        var (left, right) = (1, 2);
        Invariant.Check(left < right);
        var exception = Assert.Throws<InvariantException>(() => Invariant.Check(left == right));
        Assert.Contains("left == right", exception.Message, StringComparison.Ordinal);
    }
}
