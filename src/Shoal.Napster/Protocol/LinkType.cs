namespace Shoal.Napster.Protocol;

/// <summary>Classes of lines, as users say them: 0 unknown, 1 a modem of 14.4 kbit/s, … 6 ISDN, 7 cable, 8 DSL, 9 T1, 10 T3 and more.</summary>
internal static class LinkType
{
    /// <summary>The fastest.</summary>
    public const int Fastest = 10;

    /// <summary>True for the classes that there are.</summary>
    public static bool Exists(long link) => link is >= 0 and <= Fastest;
}
