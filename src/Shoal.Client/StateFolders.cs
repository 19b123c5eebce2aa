namespace Shoal.Client;

/// <summary>Where state lives: $XDG_STATE_HOME/shoal, else ~/.local/state/shoal (XDG Base Directory Specification).</summary>
internal static class StateFolders
{
    public static string Default
    {
        get
        {
            var state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
            if (string.IsNullOrEmpty(state) || !Path.IsPathRooted(state))
            {
                state = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            }

            return Path.Combine(state, "shoal");
        }
    }

    public static string Of(TorrentClientOptions options) => options.StateFolder ?? Default;
}
