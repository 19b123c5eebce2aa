using System.Globalization;
using System.Text.RegularExpressions;

namespace Shoal.Web.Tests.Metrics;

/// <summary>A slow reader of the text format ("Exposition formats", 0.0.4) that finds its faults.</summary>
internal static partial class MetricsReader
{
    /// <summary>Reads line by line, by the format's grammar and Prometheus' rules for names.</summary>
    public static List<string> FaultsOf(string text)
    {
        var faults = new List<string>();
        var (families, samples) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var (help, family, type) = ("", "", "");
        if (!text.EndsWith('\n'))
        {
            faults.Add("the last line does not end");
        }

        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (HelpLine().Match(line) is { Success: true } asHelp)
            {
                help = asHelp.Groups["name"].Value;
            }
            else if (TypeLine().Match(line) is { Success: true } asType)
            {
                (family, type) = (asType.Groups["name"].Value, asType.Groups["type"].Value);
                AddIf(help != family || !families.Add(family), "a family without help, or told twice: " + line);
                AddIf((type == "counter") != family.EndsWith("_total", StringComparison.Ordinal), "a counter ends in _total, and nothing else: " + line);
            }
            else if (SampleLine().Match(line) is { Success: true } sample)
            {
                AddIf(sample.Groups["name"].Value != family, "not of the family: " + line);
                AddIf(!samples.Add(sample.Groups["name"].Value + sample.Groups["labels"].Value), "told twice: " + line);
                var value = sample.Groups["value"].Value;
                AddIf(!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || (type == "counter" && number < 0), "no number: " + line);
            }
            else
            {
                faults.Add("no line of the format: " + line);
            }
        }

        return faults;

        void AddIf(bool isFault, string fault)
        {
            if (isFault)
            {
                faults.Add(fault);
            }
        }
    }

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) ([^\\\n]|\\\\|\\n)+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex HelpLine();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>counter|gauge)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\[\\""n])*""(,[a-zA-Z_][a-zA-Z0-9_]*=""([^""\\\n]|\\[\\""n])*"")*\})? (?<value>\S+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex SampleLine();
}
