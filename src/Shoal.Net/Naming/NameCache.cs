using Shoal.Runtime;

namespace Shoal.Net.Naming;

/// <summary>Answers remembered for a while; when there are too many the oldest go.</summary>
internal sealed class NameCache(Loop loop)
{
    private readonly Dictionary<string, (NameAnswer Answer, TimeSpan Until)> _entries = new(StringComparer.Ordinal);
    private readonly Queue<(string Host, TimeSpan Until)> _order = new();

    public NameAnswer? Find(string host) => _entries.TryGetValue(host, out var entry) && loop.Now < entry.Until ? entry.Answer : null;

    public void Keep(string host, NameAnswer answer, TimeSpan time)
    {
        if (time <= TimeSpan.Zero)
        {
            return;
        }

        var until = loop.Now + time;
        _entries[host] = (answer, until);
        _order.Enqueue((host, until));
        while (_order.Count > Limits.NamesKept)
        {
            var oldest = _order.Dequeue();
            if (_entries.TryGetValue(oldest.Host, out var entry) && entry.Until == oldest.Until)
            {
                _entries.Remove(oldest.Host);
            }
        }
    }
}
