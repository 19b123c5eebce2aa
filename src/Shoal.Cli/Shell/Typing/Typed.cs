namespace Shoal.Cli.Shell.Typing;

/// <summary>What came of a key.</summary>
/// <param name="IsWhole">A line is whole, or there will be no more.</param>
/// <param name="Line">The line; null: there will be no more.</param>
internal readonly record struct Typed(bool IsWhole, string? Line)
{
    /// <summary>The line goes on.</summary>
    public static Typed More => default;

    public static Typed End => new(true, null);
}
