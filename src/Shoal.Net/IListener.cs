using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>An open port.</summary>
public interface IListener
{
    /// <summary>Where it listens, with the port that was really given.</summary>
    Endpoint Local { get; }

    /// <summary>
    /// Whoever comes speaks first, so a connection need not be told of before its first bytes are there, where the system can wait for them. Who says nothing for the patience is told
    /// of then, or not at all.
    /// </summary>
    void AwaitFirstBytes(TimeSpan patience)
    {
    }

    /// <summary>Stops listening. Called on its loop.</summary>
    void Close();
}
