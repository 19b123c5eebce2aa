namespace Shoal.Napster.Client.Sessions;

/// <summary>What a server is, as far as it matters to a client; by the first line of its message of the day.</summary>
public enum ServerKind
{
    /// <summary>It did not say.</summary>
    Unknown,

    /// <summary>Ours: takes what we tell of a file, kinds of files, saved searches, pages of hits.</summary>
    Shoal,

    /// <summary>OpenNap 0.4x and its kin: takes TYPE and LOCAL_ONLY in searches.</summary>
    OpenNap,

    /// <summary>OpenNap 0.36 and before: refuses a search with a clause that came later.</summary>
    OldOpenNap,
}
