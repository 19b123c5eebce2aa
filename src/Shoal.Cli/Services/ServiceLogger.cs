using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Services;

/// <summary>
/// What a service logs, from any thread, as lines: for people with the time in front, warnings and errors to standard error; under --json as objects, all to standard output.
/// What comes before the welcome waits for it.
/// </summary>
internal sealed class ServiceLogger(Output output, LogLevel least, TimeProvider time) : ILogger
{
    private readonly Lock _gate = new();
    private List<Action>? _waiting = [];

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        var (now, message, fields) = (time.GetUtcNow(), formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? []);
        InTurn(() => Write(now, logLevel, eventId.Name ?? "", message, fields, exception));
    }

    /// <summary>The welcome was said.</summary>
    public void Open()
    {
        lock (_gate)
        {
            _waiting?.ForEach(static each => each());
            _waiting = null;
        }
    }

    /// <summary>Writes something else to the same output, which is not for several threads.</summary>
    public void InTurn(Action write)
    {
        lock (_gate)
        {
            if (_waiting is null)
            {
                write();
            }
            else
            {
                _waiting.Add(write);
            }
        }
    }

    private void Write(DateTimeOffset now, LogLevel level, string name, string message, IReadOnlyList<KeyValuePair<string, object?>> fields, Exception? exception)
    {
        var text = exception is null ? message : $"{message}: {exception.GetType().Name}: {exception.Message}";
        if (level >= LogLevel.Warning && !output.Json)
        {
            output.ErrorLine($"{now:u} {NameOf(level)}: {text}");
            return;
        }

        try
        {
            output.Line($"{now:u} {text}");
            output.JsonLine(json =>
            {
                json.WriteString("time", now);
                json.WriteString("level", NameOf(level));
                json.WriteString("event", JsonNamingPolicy.CamelCase.ConvertName(name));
                json.WriteString("message", text);
                // The last is the message's own form.
                foreach (var (field, value) in fields.Where(static pair => !string.Equals(pair.Key, "{OriginalFormat}", StringComparison.Ordinal)))
                {
                    Write(json, JsonNamingPolicy.CamelCase.ConvertName(field), value);
                }
            });
            output.Flush();
        }
        catch (VerbException)
        {
            // Nobody reads any more: the service goes on, and its end will say so.
        }
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case int or long:
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset moment:
                json.WriteString(name, moment);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        _ => "info",
    };
}
