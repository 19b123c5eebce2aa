namespace Shoal.Napster.Client.Data;

/// <summary>What may be said of bytes of a text that has no end mark.</summary>
internal enum Reading
{
    /// <summary>More must come.</summary>
    More,

    /// <summary>It may be all; more may come.</summary>
    Maybe,

    /// <summary>It is all.</summary>
    Whole,

    /// <summary>It can become nothing.</summary>
    Bad,
}
