namespace Shoal.Fuzz;

/// <summary>Something that must hold of a parser did not.</summary>
public sealed class FindingException : Exception
{
    public FindingException(string message)
        : base(message)
    {
    }

    public FindingException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public FindingException()
    {
    }

    /// <summary>What was fed; null before it is known.</summary>
    public byte[]? Input { get; init; }
}
