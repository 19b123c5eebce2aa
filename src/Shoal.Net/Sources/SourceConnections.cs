using System.Collections.Concurrent;
using Shoal.Runtime;

namespace Shoal.Net.Sources;

/// <summary>How many connections each source has open; from any thread. There are no more entries than connections.</summary>
/// <param name="most">Of one source.</param>
public sealed class SourceConnections(int most)
{
    private readonly ConcurrentDictionary<Source, int> _open = new();

    /// <summary>Counts one more, which is given back by <see cref="Give"/>; false where there are too many.</summary>
    public bool TryTake(Endpoint from)
    {
        var source = Source.Of(from);
        if (_open.AddOrUpdate(source, 1, static (_, count) => count + 1) <= most)
        {
            return true;
        }

        Give(from);
        return false;
    }

    /// <summary>Counts one less.</summary>
    public void Give(Endpoint from)
    {
        var source = Source.Of(from);
        if (_open.AddOrUpdate(source, 0, static (_, count) => count - 1) == 0)
        {
            // Unless somebody came meanwhile.
            _open.TryRemove(new KeyValuePair<Source, int>(source, 0));
        }
    }
}
