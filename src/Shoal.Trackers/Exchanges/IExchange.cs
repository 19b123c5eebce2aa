using Shoal.Runtime;

namespace Shoal.Trackers.Exchanges;

/// <summary>One bounded HTTP exchange: a request, and an answer or a reason in words.</summary>
public interface IExchange
{
    /// <summary>Begins one. Any thread may call; <paramref name="done"/> is called once, on the loop, and never within this call.</summary>
    void Begin(Loop loop, ExchangeRequest request, Action<ExchangeAnswer> done);
}
