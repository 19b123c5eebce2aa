using System.Globalization;
using System.Text;

namespace Shoal.Web.Metrics;

/// <summary>
/// Prometheus' text format, version 0.0.4: families of samples, each with its help and its type.
/// <code># HELP name what it is
/// # TYPE name counter
/// name{label="value"} 1</code>
/// </summary>
public sealed class MetricsText
{
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();
    private string _name = "";

    /// <summary>Begins the samples of something that only grows; its name ends in "_total".</summary>
    public MetricsText Counter(string name, string help) => Begin(name, help, "counter");

    /// <summary>Begins the samples of something that comes and goes.</summary>
    public MetricsText Gauge(string name, string help) => Begin(name, help, "gauge");

    /// <summary>A sample of what was begun last.</summary>
    public MetricsText Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(_name);
        for (var i = 0; i < labels.Length; i++)
        {
            _text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
        }

        _text.Append(labels.Length > 0 ? "} " : " ").Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    /// <summary>All of it.</summary>
    public override string ToString() => _text.ToString();

    private MetricsText Begin(string name, string help, string type)
    {
        _name = name;
        _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(help)}\n# TYPE {name} {type}\n");
        return this;
    }

    private static string Escape(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
