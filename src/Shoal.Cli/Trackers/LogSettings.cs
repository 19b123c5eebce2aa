using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace Shoal.Cli.Trackers;

/// <summary>How much the tracker says of itself while it runs.</summary>
internal sealed class LogSettings
{
    private const int DefaultSummary = 60;

    private readonly Option<string> _level = new("--log-level")
    {
        Description = "Log what is at least so important",
        HelpName = "info|warning|error|none",
        DefaultValueFactory = static _ => "info",
    };

    private readonly Option<int> _summary = new("--log-summary")
    {
        Description = "Log in a line what was done, every so many minutes; 0 for never",
        HelpName = "MINUTES",
        DefaultValueFactory = static _ => DefaultSummary,
    };

    public LogSettings()
    {
        _level.AcceptOnlyFromAmong("info", "warning", "error", "none");
        _summary.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 24 * 60))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no number of minutes: give 0 to {24 * 60}");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_level);
        command.Add(_summary);
    }

    public LogLevel Level(ParseResult parsed) => parsed.GetValue(_level) switch
    {
        "none" => LogLevel.None,
        "error" => LogLevel.Error,
        "warning" => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    /// <summary>Zero: never.</summary>
    public TimeSpan Summary(ParseResult parsed) => TimeSpan.FromMinutes(parsed.GetValue(_summary));
}
