using System.Text;

namespace Shoal.Napster.Server.Accounts;

/// <summary>Levels as clients write them.</summary>
internal static class LevelText
{
    /// <summary>The level of that name, or of that number; case does not count.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Level level)
    {
        for (level = Level.Leech; level <= Level.Elite; level++)
        {
            if (Ascii.EqualsIgnoreCase(text, level.ToString()) || text.SequenceEqual([(byte)('0' + level)]))
            {
                return true;
            }
        }

        return false;
    }
}
