using System.CommandLine;
using Microsoft.Extensions.Logging;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Services;

/// <summary>How much a service says of itself while it runs.</summary>
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
        _summary.MustBeBetween(0, 24 * 60, "number of minutes");
    }

    /// <param name="command">Whose options they are.</param>
    /// <param name="hasSummary">It logs what was done every so often.</param>
    public void AddTo(Command command, bool hasSummary = true)
    {
        command.Add(_level);
        if (hasSummary)
        {
            command.Add(_summary);
        }
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
