namespace Shoal.Napster.Server;

/// <summary>The points in which servers differ that old clients were written for. Ours takes of each what serves users best.</summary>
public sealed record Dialect
{
    /// <summary>Ours.</summary>
    public static Dialect Shoal { get; } = new();

    /// <summary>As opennap-ng 0.50 does it.</summary>
    public static Dialect OpenNapNg { get; } = new()
    {
        CutsTokens = true,
        IndexesBarePaths = false,
        IndexesSuffixes = false,
        IndexedDepth = 2,
        HidesTokenOfFirewalled = true,
        HasSmallSizes = true,
        RoundsQuality = true,
        ChecksShareBeforeAsking = false,
        TakesOverSession = false,
        TellsOwnEmail = false,
        IsOpenNap = true,
        BrowseNotice =
        [
            "Your client issued a server based browse command.",
            "This arcane method of filebrowsing drew up to 75% per day of bandwidth of our network.",
            "So we really had to restrict the resultset to 500 files.",
            "Please use a client which supports direct client browsing, such as from http://winlop.sf.net ",
            "or ask the software producer of your client {client} for the implementation of the client browse command",
            "If you already do, then the other client did not support the client browse method.",
            "Please invite the other user to use a different client which supports client browsing then.",
            "Sorry for the inconvenience.",
        ],
    };

    /// <summary>As opennap 0.36 does it.</summary>
    public static Dialect OpenNap036 { get; } = new()
    {
        IndexesSuffixes = false,
        IndexedDepth = 2,
        HasSmallSizes = true,
        RoundsQuality = true,
        TellsOwnEmail = false,
        IsOpenNap = true,
        IsOld = true,
        DefaultChannelLimit = 200,
    };

    /// <summary>Of a token 32 characters stay, in lower case; else all of it stays as it was told.</summary>
    public bool CutsTokens { get; init; }

    /// <summary>A path without a folder is found by its words.</summary>
    public bool IndexesBarePaths { get; init; } = true;

    /// <summary>What stands behind the last dot is a word too.</summary>
    public bool IndexesSuffixes { get; init; } = true;

    /// <summary>So many parts of a path, from its end, are found by their words.</summary>
    public int IndexedDepth { get; init; } = 3;

    /// <summary>Of who cannot be connected to, a file's token is told only with the push.</summary>
    public bool HidesTokenOfFirewalled { get; init; }

    /// <summary>Sizes are numbers of 32 bits; of larger ones the upper bits are lost.</summary>
    public bool HasSmallSizes { get; init; }

    /// <summary>Bitrates and frequencies are rounded up to the usual ones.</summary>
    public bool RoundsQuality { get; init; }

    /// <summary>Who asks for a file that is not shared is told so by the server; else the owner is asked all the same.</summary>
    public bool ChecksShareBeforeAsking { get; init; } = true;

    /// <summary>Who logs in again with the right password takes over from the session that is there; else it is refused.</summary>
    public bool TakesOverSession { get; init; } = true;

    /// <summary>A login is answered by the address that the user gave; else by one made up.</summary>
    public bool TellsOwnEmail { get; init; } = true;

    /// <summary>
    /// The messages, clauses and notices that came with later servers are not there: 4, 110, 640, 641, 920, TYPE any, LOCAL_ONLY, SIZE, DURATION, who was, operators of channels; and
    /// who was never registered comes in without an account.
    /// </summary>
    public bool IsOld { get; init; }

    /// <summary>Invitations into channels are unknown, and a registered channel does not say its topic once more as 425: only Napster's own servers and SlavaNap did so.</summary>
    public bool IsOpenNap { get; init; }

    /// <summary>How many users a new channel takes; 0 for any number.</summary>
    public int DefaultChannelLimit { get; init; }

    /// <summary>Said to who browses by way of the server, before the files; {client} is his program.</summary>
    public IReadOnlyList<string> BrowseNotice { get; init; } = [];

    /// <summary>How an unknown nick is met at a registration.</summary>
    internal string NickTakenText => IsOld ? "account registered to another user" : "Nick registered to another user";
}
