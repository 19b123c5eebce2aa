namespace Shoal.Web;

/// <summary>The bounds of listeners that show and administer a server.</summary>
internal static class Limits
{
    /// <summary>Connections of those who watch and administer: some browsers, a Prometheus, scripts.</summary>
    public const int Connections = 100;

    /// <summary>How long a server's loop may be busy before it is said to be stuck; nothing that one does takes a tenth of that.</summary>
    public static readonly TimeSpan HealthPatience = TimeSpan.FromSeconds(2);

    /// <summary>How long requests under way may go on when a listener closes.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);
}
