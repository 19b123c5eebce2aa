namespace Shoal.TrackerServer.Access;

/// <summary>What keeps a tracker from knowing who may.</summary>
public sealed class AccessException : Exception
{
    /// <summary>Without a reason.</summary>
    public AccessException()
    {
    }

    /// <summary>With a sentence that names the cure.</summary>
    public AccessException(string message)
        : base(message)
    {
    }

    /// <summary>With a sentence that names the cure, and what was behind it.</summary>
    public AccessException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
