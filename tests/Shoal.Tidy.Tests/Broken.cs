namespace Shoal.Tidy.Tests;

/// <summary>How a rule's outcome is asserted: on the repository, and on a sample that breaks the rule.</summary>
internal static class Broken
{
    /// <summary>Nothing in the repository breaks the rule; what does is listed in full.</summary>
    public static void Nowhere(IEnumerable<string> violations)
    {
        var all = violations.ToList();
        if (all.Count > 0)
        {
            Assert.Fail(string.Join('\n', all));
        }
    }

    /// <summary>The sample breaks the rule once, and the message names what it should.</summary>
    public static void Once(IEnumerable<string> violations, string mention) => Assert.Contains(mention, Assert.Single(violations), StringComparison.Ordinal);
}
