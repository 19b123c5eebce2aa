using Shoal.Runtime;

namespace Shoal.Client.Exchange;

/// <summary>A peer that another is connected with.</summary>
internal readonly record struct Contact(Endpoint Endpoint, ExchangeFlags Flags);
