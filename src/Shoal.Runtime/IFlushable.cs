namespace Shoal.Runtime;

/// <summary>An outbox: what was decided during a batch leaves when the batch ends.</summary>
public interface IFlushable
{
    /// <summary>Sends what has gathered. Runs on the loop once for each batch in which it was asked for.</summary>
    void FlushOnLoop();
}
