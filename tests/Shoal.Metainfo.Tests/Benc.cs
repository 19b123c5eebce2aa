using System.Globalization;
using System.Text;

namespace Shoal.Metainfo.Tests;

/// <summary>Bencodes plain objects for tests: string, byte[], int, long, arrays, and tuples of key and value for dictionaries, which keep the order given.</summary>
internal static class Benc
{
    internal static byte[] Of(object value)
    {
        var output = new MemoryStream();
        Write(output, value);
        return output.ToArray();
    }

    /// <summary>A dictionary.</summary>
    internal static (string Key, object Value)[] D(params (string Key, object Value)[] entries) => entries;

    /// <summary>A list.</summary>
    internal static object[] L(params object[] items) => items;

    private static void Write(MemoryStream output, object value)
    {
        switch (value)
        {
            case string text:
                Write(output, Encoding.Latin1.GetBytes(text));
                break;
            case byte[] bytes:
                Ascii(output, $"{bytes.Length.ToString(CultureInfo.InvariantCulture)}:");
                output.Write(bytes);
                break;
            case (string, object)[] entries:
                Ascii(output, "d");
                foreach (var (key, item) in entries)
                {
                    Write(output, key);
                    Write(output, item);
                }

                Ascii(output, "e");
                break;
            case object[] items:
                Ascii(output, "l");
                foreach (var item in items)
                {
                    Write(output, item);
                }

                Ascii(output, "e");
                break;
            default:
                Ascii(output, $"i{Convert.ToString(value, CultureInfo.InvariantCulture)}e");
                break;
        }
    }

    private static void Ascii(MemoryStream output, string text) => output.Write(Encoding.ASCII.GetBytes(text));
}
