using System.Text;
using Shoal.Catalog;

namespace CatalogBench;

/// <summary>Invented files of invented owners: paths of eight words, most of them common and some of them rare, as names of music are.</summary>
internal sealed class Library(int seed)
{
    private const int Words = 200_000;

    /// <summary>Of this many words each file has eight, so that the commonest is in one of eight files.</summary>
    private const double Exponent = 0.85;

    private static readonly Zipf _zipf = new(Words, Exponent);
    private readonly Random _random = new(seed);

    public static string Word(int number)
    {
        // Letters that follow from the number, so that neighbours in frequency are not neighbours in the alphabet.
        var text = new StringBuilder();
        for (var left = (uint)number * 2_654_435_761u; text.Length < 3 || left > 0; left /= 26)
        {
            text.Append((char)('a' + (left % 26)));
        }

        return text.ToString();
    }

    public string NextWord() => Word(_zipf.Next(_random));

    public SharedFile NextFile()
    {
        var folder = $"{NextWord()} {NextWord()}";
        var name = $"{NextWord()} {NextWord()} - {NextWord()} {NextWord()} {NextWord()} {NextWord()}";
        var token = new byte[16];
        _random.NextBytes(token);
        return new SharedFile
        {
            Path = Encoding.ASCII.GetBytes($"\\music\\{folder}\\{name}.mp3"),
            Text = $"{folder}\\{name}",
            Size = _random.Next(1_000_000, 9_000_000),
            Bitrate = _random.Next(4) == 0 ? 192 : 128,
            Frequency = 44_100,
            Duration = _random.Next(60, 600),
            Token = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(token)),
        };
    }
}
