namespace Shoal.Napster.Client;

/// <summary>What was asked for cannot be had, in words for people.</summary>
public sealed class NapsterException : Exception
{
    /// <summary>For no reason.</summary>
    public NapsterException()
    {
    }

    /// <summary>For a reason.</summary>
    public NapsterException(string reason)
        : base(reason)
    {
    }

    /// <summary>For a reason that has a cause.</summary>
    public NapsterException(string reason, Exception cause)
        : base(reason, cause)
    {
    }
}
