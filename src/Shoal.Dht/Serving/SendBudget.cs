using Shoal.Net.Rates;

namespace Shoal.Dht.Serving;

/// <summary>
/// What may be sent to those who ask, all together. Strangers leave a part of it to those whose address is proven: addresses that are invented, however many, cannot make a node silent for others.
/// </summary>
/// <param name="perSecond">Bytes a second; 0 for any number.</param>
internal sealed class SendBudget(long perSecond)
{
    private readonly long _reserve = perSecond * Limits.SendReserveSeconds;
    private readonly Pace _pace = new(Math.Max(perSecond, 1), perSecond * Limits.SendBurstSeconds);
    private long _paid;

    /// <summary>Takes the bytes of a reply; false where it may not be sent.</summary>
    public bool TryTake(int bytes, bool isProven, TimeSpan now) => perSecond == 0 || _pace.TryTake(ref _paid, bytes, now.Ticks, isProven ? 0 : _reserve);
}
