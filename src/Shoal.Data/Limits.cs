namespace Shoal.Data;

/// <summary>The bounds of databases.</summary>
internal static class Limits
{
    /// <summary>How long one waits while another program writes, such as a backup: then it is an error.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);
}
