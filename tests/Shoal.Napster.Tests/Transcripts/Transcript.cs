using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Shoal.Napster.Protocol;

namespace Shoal.Napster.Tests.Transcripts;

/// <summary>
/// What clients and a real server said to each other, a message a line: a client's letter, -> for what it sent and &lt;- for what it got, the type, and the payload as Python writes it;
/// EOF where the server hung up.
/// </summary>
internal sealed partial class Transcript
{
    private Transcript(string name, IReadOnlyList<Line> lines) => (Name, Lines) = (name, lines);

    public string Name { get; }

    public IReadOnlyList<Line> Lines { get; }

    /// <summary>One that stands beside this file.</summary>
    public static Transcript Load(string name) => Parse(name, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Transcripts", name + ".txt")));

    public static Transcript Parse(string name, string text) =>
        new(name, [.. text.TrimEnd('\n').Split('\n').Select(static (line, index) => Read(line, index + 1))]);

    private static Line Read(string text, int number)
    {
        var match = LineForm().Match(text);
        Assert.True(match.Success, $"line {number} is none of a transcript: {text}");
        var client = match.Groups["client"].Value[0];
        return match.Groups["type"] is { Success: true } type
            ? new Line(number, client, match.Groups["way"].Value == "->", new Reply((MessageType)ushort.Parse(type.Value, CultureInfo.InvariantCulture), Unquote(match.Groups["payload"].Value)))
            : new Line(number, client, IsSent: false, null);
    }

    private static string Unquote(string text)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                plain.Append(text[i]);
                continue;
            }

            plain.Append(text[++i] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'x' => (char)byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                var other => other,
            });
            i += text[i] == 'x' ? 2 : 0;
        }

        return plain.ToString();
    }

    [GeneratedRegex("""^(?<client>[A-Z]) (?<way>->|<-) (EOF|(?<type>[0-9]+) (?<quote>['"])(?<payload>([^\\]|\\.)*)\k<quote>)$""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex LineForm();

    /// <param name="Number">From 1.</param>
    /// <param name="Client">Whose connection.</param>
    /// <param name="IsSent">By the client.</param>
    /// <param name="Message">What; null where the server hung up.</param>
    public sealed record Line(int Number, char Client, bool IsSent, Reply? Message)
    {
        public override string ToString() => Message?.ToString() ?? "EOF";
    }
}
