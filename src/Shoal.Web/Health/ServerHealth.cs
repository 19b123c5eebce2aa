namespace Shoal.Web.Health;

/// <summary>Whether a server is at work. Any thread may tell and ask.</summary>
public sealed class ServerHealth
{
    private volatile string? _trouble;

    /// <summary>Why it serves nobody or not everybody; null while all is well.</summary>
    public string? Trouble => _trouble;

    /// <summary>It answers what has come and takes nothing more.</summary>
    public void Drain() => _trouble ??= "stopping";

    /// <summary>One of its threads ended by a fault.</summary>
    public void Fail(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        _trouble = $"a thread ended by a fault ({fault.GetType().Name})";
    }
}
