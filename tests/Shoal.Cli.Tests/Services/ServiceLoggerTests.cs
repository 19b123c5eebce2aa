using Microsoft.Extensions.Logging;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.TrackerServer;

namespace Shoal.Cli.Tests.Services;

/// <summary>Logs as lines for people and as objects for programs.</summary>
public sealed class ServiceLoggerTests : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void People_read_news_on_standard_output_and_trouble_on_standard_error()
    {
        var log = Logger(json: false, LogLevel.Information);
        log.Open();
        log.LogInformation(new EventId(1, "ServesCertificate"), "news of {Name}", "a\nb");
        log.ThreadFailed(new InvalidOperationException("why"));
        Assert.Equal("2026-01-02 03:04:05Z news of a\\u{a}b\n", _out.ToString());
        Assert.Equal("shoal: 2026-01-02 03:04:05Z critical: a thread of the tracker ended by a fault: InvalidOperationException: why\n", _error.ToString());
    }

    [Fact]
    public void Programs_read_an_object_on_each_line()
    {
        var log = Logger(json: true, LogLevel.Information);
        log.Open();
        log.LogWarning(new EventId(1, "SomeEvent"), "{Name} has {Count} since {Then}", "\"x\"", 5L, DateTimeOffset.UnixEpoch);
        Assert.Equal(
            """{"time":"2026-01-02T03:04:05+00:00","level":"warning","event":"someEvent","message":"\u0022x\u0022 has 5 since 01/01/1970 00:00:00 \u002B00:00","name":"\u0022x\u0022","count":5,"then":"1970-01-01T00:00:00+00:00"}""" + "\n",
            _out.ToString());
        Assert.Empty(_error.ToString());
    }

    [Fact]
    public void What_is_less_than_the_level_is_not_written()
    {
        var log = Logger(json: false, LogLevel.Error);
        log.Open();
        log.LogWarning("no");
        Logger(json: false, LogLevel.None).ThreadFailed(new InvalidOperationException());
        log.LogError("yes");
        Assert.Equal("shoal: 2026-01-02 03:04:05Z error: yes\n", _error.ToString());
    }

    [Fact]
    public void What_comes_before_the_welcome_waits_for_it()
    {
        var log = Logger(json: false, LogLevel.Information);
        log.LogInformation("first");
        log.InTurn(() => _out.Write("second\n"));
        Assert.Empty(_out.ToString());
        log.Open();
        Assert.Equal("2026-01-02 03:04:05Z first\nsecond\n", _out.ToString());
    }

    private ServiceLogger Logger(bool json, LogLevel least) => new(new Output(_out, _error, json, isTerminal: false), least, new StoppedClock());

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    }
}
