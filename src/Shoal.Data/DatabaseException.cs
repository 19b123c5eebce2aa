namespace Shoal.Data;

/// <summary>A database cannot be used.</summary>
public sealed class DatabaseException : Exception
{
    /// <summary>Without a reason.</summary>
    public DatabaseException()
    {
    }

    /// <summary>With a reason, part of a sentence.</summary>
    public DatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>With a reason, and what was behind it.</summary>
    public DatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
