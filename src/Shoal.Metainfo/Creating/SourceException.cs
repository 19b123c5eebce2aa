namespace Shoal.Metainfo.Creating;

/// <summary>What was to be shared cannot be: the message is one sentence that names the thing and the cure.</summary>
public sealed class SourceException : Exception
{
    public SourceException(string message)
        : base(message)
    {
    }

    public SourceException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public SourceException()
    {
    }
}
