using System.Globalization;
using System.Text;
using Shoal.Runtime;

namespace Shoal.Cli.Shell;

/// <summary>Text that cannot steer a terminal: control characters, line breaks and changes of writing direction are shown as codes.</summary>
internal static class SafeText
{
    public static string Of(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!ShownText.IsPlain(rune))
            {
                return Escape(text);
            }
        }

        return text;
    }

    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!ShownText.IsPlain(rune))
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
            }
            else
            {
                safe.Append(rune.ToString());
            }
        }

        return safe.ToString();
    }
}
