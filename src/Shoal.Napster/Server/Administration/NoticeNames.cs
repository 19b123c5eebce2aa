using System.Text;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Server.Administration;

/// <summary>What moderators hear of, as they write it: "BAN", "-BAN", "ALL", "NONE".</summary>
internal static class NoticeNames
{
    /// <summary>From the lowest bit on.</summary>
    private static readonly string[] Names = ["ERROR", "BAN", "CHANGE", "KILL", "LEVEL", "SERVER", "MUZZLE", "PORT", "WALLOP", "CLOAK", "FLOOD", "PING", "MSG", "WHOIS", "ABUSE"];

    public static string Of(Notices notices) => notices == Notices.None ? "NONE" : string.Join(' ', Names.Where((_, bit) => ((int)notices & 1 << bit) != 0));

    /// <summary>Changes what is heard, word by word; false, and nothing is changed, where one is unknown.</summary>
    public static bool TryChange(ref Notices notices, Fields words, out string unknown)
    {
        unknown = "";
        var changed = notices;
        while (words.TryNext(out var word))
        {
            var isLess = word is [(byte)'-', ..];
            if (!TryFind(isLess ? word[1..] : word, out var meant))
            {
                unknown = LegacyText.Decode(word);
                return false;
            }

            changed = isLess ? changed & ~meant : meant is Notices.None ? Notices.None : changed | meant;
        }

        notices = changed;
        return true;
    }

    private static bool TryFind(ReadOnlySpan<byte> word, out Notices meant)
    {
        meant = Notices.All;
        if (Ascii.EqualsIgnoreCase(word, "ALL"))
        {
            return true;
        }

        meant = Notices.None;
        for (var bit = 0; bit < Names.Length && meant == Notices.None; bit++)
        {
            meant = Ascii.EqualsIgnoreCase(word, Names[bit]) ? (Notices)(1 << bit) : Notices.None;
        }

        return meant != Notices.None || Ascii.EqualsIgnoreCase(word, "NONE");
    }
}
