using Shoal.Runtime;

namespace Shoal.Net;

/// <summary>An open port.</summary>
public interface IListener
{
    /// <summary>Where it listens, with the port that was really given.</summary>
    Endpoint Local { get; }

    /// <summary>Stops listening. Called on its loop.</summary>
    void Close();
}
