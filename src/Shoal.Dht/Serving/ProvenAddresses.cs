using Shoal.Runtime;

namespace Shoal.Dht.Serving;

/// <summary>
/// Addresses that sent back a secret of ours a while ago: the transaction id of a query, or a token. Somebody is there who speaks with us, so it may be sent more than it sends
/// (<see cref="ReplyAllowance"/>). Soon forgotten, as its name can be borrowed as long as it is known.
/// </summary>
/// <param name="hash">Nobody can choose addresses that meet.</param>
internal sealed class ProvenAddresses(SipHash hash)
{
    private readonly TimedPlaces _places = new(Limits.ProvenAddresses);

    /// <summary>Addresses that there is room for now.</summary>
    public int Size => _places.Size;

    /// <summary>It has just proven itself.</summary>
    public void Add(Endpoint address, TimeSpan now)
    {
        if (_places.TryTake(TagOf(address), now.Ticks, keep: long.MaxValue, out var place))
        {
            _places.At(place) = (now + Limits.ProvenFor).Ticks;
        }
    }

    /// <summary>True where it has proven itself, on whatever port, not long ago.</summary>
    public bool Contains(Endpoint address, TimeSpan now) => _places[TagOf(address)] > now.Ticks;

    private ulong TagOf(Endpoint address)
    {
        var (high, low) = address.AddressBits;
        return hash.Of(high, low, 0);
    }
}
