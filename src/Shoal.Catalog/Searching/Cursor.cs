using System.Globalization;

namespace Shoal.Catalog.Searching;

/// <summary>
/// Where a search goes on. Files are looked at from the highest number down, and those of a stretch are given the best first; so a page ends inside a stretch, or with it.
/// </summary>
/// <param name="Top">The highest number of the stretch.</param>
/// <param name="Bottom">The lowest; 0 where it was not looked at yet.</param>
/// <param name="Given">The place in its order of the last file that was given.</param>
internal readonly record struct Cursor(long Top, long Bottom, ulong Given)
{
    /// <summary>Numbers are lower than that: a thousand new files a second have them for four thousand years.</summary>
    public const ulong MostTop = (1UL << 47) - 1;

    /// <summary>Reads it back; false for anything that was never written.</summary>
    public static bool TryParse(string text, out Cursor cursor)
    {
        cursor = default;
        var parts = text.Split('.', 4);
        if (parts.Length != 3 || !TryRead(parts[0], out var top) || !TryRead(parts[1], out var bottom) || !TryRead(parts[2], out var given) || top is 0 or > MostTop || bottom > top)
        {
            return false;
        }

        cursor = new Cursor((long)top, (long)bottom, given);
        return true;
    }

    public override string ToString() => $"{Top:x}.{Bottom:x}.{Given:x}";

    private static bool TryRead(string text, out ulong number) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
}
