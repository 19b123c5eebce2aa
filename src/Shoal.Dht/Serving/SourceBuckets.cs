using Shoal.Net.Rates;
using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>
/// How much each source may ask: an address, in IPv6 a network of 64 bits, since whoever has one address there has all of those. Who is over its limit stays remembered, however many others come;
/// where all places that a newcomer could have are taken by such, it is not counted, and <see cref="SendBudget"/> bounds what it gets.
/// </summary>
/// <param name="hash">Nobody can choose addresses that meet.</param>
/// <param name="perSecond">Queries a second of one source in the long run; 0 for any number.</param>
/// <param name="burst">Queries of one source at once; ten seconds' worth if not given.</param>
internal sealed class SourceBuckets(SipHash hash, int perSecond = Limits.QueriesPerSecond, long? burst = null)
{
    private readonly Pace _pace = new(Math.Max(perSecond, 1), burst ?? (long)Limits.QueryBurstSeconds * perSecond);
    private readonly TimedPlaces _places = new(Limits.Sources);

    /// <summary>Sources that there is room for now.</summary>
    public int Size => _places.Size;

    /// <summary>Counts one query; false where it is too many, and silence is the answer.</summary>
    public bool TryTake(Endpoint from, TimeSpan now)
    {
        if (perSecond == 0)
        {
            return true;
        }

        var (high, low) = from.AddressBits;
        var tag = hash.Of(high, from.IsIPv4 ? low : 0, ulong.MaxValue);
        return !_places.TryTake(tag, now.Ticks, _pace.Exhausted(now.Ticks), out var place) || _pace.TryTake(ref _places.At(place), 1, now.Ticks);
    }
}
