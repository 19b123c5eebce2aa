using System.Diagnostics;
using System.Globalization;
using Shoal.Cli.Shell;
using Shoal.Napster.Client.Downloads;

namespace Shoal.Cli.Napster.Listing;

/// <summary>Shows downloads under way: a bar for each on a terminal, a line for each change in a pipe.</summary>
internal sealed class DownloadWatch(Output output)
{
    private const int BarLength = 16;
    private const int MostBars = 8;

    private readonly Dictionary<int, (long Received, long At, double Rate)> _rates = [];
    private readonly Dictionary<int, string> _told = [];

    /// <summary>Those that have not ended.</summary>
    public void Show(IEnumerable<DownloadView> views)
    {
        var lines = new List<string>();
        var others = 0;
        foreach (var view in views)
        {
            if (output.IsTerminal)
            {
                if (lines.Count < MostBars)
                {
                    lines.Add(Bar(view));
                }
                else
                {
                    others++;
                }
            }
            else if (DownloadLine.Of(view) is var line && view.State is not (DownloadState.Asking or DownloadState.Waiting) && Changed(view, line))
            {
                output.ProgressRow(line);
            }
        }

        if (output.IsTerminal && lines.Count > 0)
        {
            output.Screen(others > 0 ? [.. lines, $"… and {others} more"] : lines);
        }
    }

    /// <summary>One that ended.</summary>
    public void End(DownloadView view)
    {
        Leave();
        if (view.State == DownloadState.Failed)
        {
            output.ErrorLine(DownloadLine.Of(view));
        }
        else
        {
            output.Line(DownloadLine.Of(view));
        }

        output.JsonLine(json => DownloadLine.Write(json, view));
        output.Flush();
    }

    /// <summary>What was drawn stays.</summary>
    public void Leave() => output.EndScreen();

    /// <summary>In a pipe a transfer is told of when its state changes, and each tenth of it.</summary>
    private bool Changed(DownloadView view, string line)
    {
        var key = view.State == DownloadState.Receiving ? $"{view.State} {(view.Size > 0 ? 10 * view.Received / view.Size : 0)}" : view.State == DownloadState.Retrying ? $"{view.State} {view.Reason}" : line;
        if (_told.TryGetValue(view.Id, out var before) && string.Equals(before, key, StringComparison.Ordinal))
        {
            return false;
        }

        _told[view.Id] = key;
        return true;
    }

    private string Bar(DownloadView view)
    {
        if (view.State != DownloadState.Receiving || view.Size <= 0)
        {
            return DownloadLine.Of(view);
        }

        var name = view.Text[(view.Text.LastIndexOfAny(['\\', '/']) + 1)..];
        var shown = name.Length <= 18 ? name : name[..17] + "…";
        var share = Math.Min(1, (double)view.Received / view.Size);
        var filled = (int)(share * BarLength);
        var rate = Rate(view);
        var left = rate >= 1 ? TimeSpan.FromSeconds(Math.Min(359_999, (view.Size - view.Received) / rate)).ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture) : "";
        return string.Create(CultureInfo.InvariantCulture, $"{shown,-18} [{new string('#', filled)}{new string('.', BarLength - filled)}] {100 * share,5:F1} % of {Sizes.Format(view.Size)}, {Sizes.Format((long)rate)}/s {left}");
    }

    /// <summary>Of the last seconds.</summary>
    private double Rate(DownloadView view)
    {
        var now = Stopwatch.GetTimestamp();
        var last = _rates.GetValueOrDefault(view.Id, (view.Received, now, 0));
        var seconds = Stopwatch.GetElapsedTime(last.Item2, now).TotalSeconds;
        if (seconds < 0.9)
        {
            _rates.TryAdd(view.Id, last);
            return last.Item3;
        }

        var rate = (view.Received - last.Item1) / seconds;
        rate = last.Item3 > 0 ? 0.5 * last.Item3 + 0.5 * rate : rate;
        _rates[view.Id] = (view.Received, now, rate);
        return rate;
    }
}
