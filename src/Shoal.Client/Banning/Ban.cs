using Shoal.Runtime;

namespace Shoal.Client.Banning;

/// <summary>Somebody who is not dealt with again.</summary>
/// <param name="Who">An address that is not dialled, or a host whose strangers are not let in.</param>
/// <param name="IsHost">The latter.</param>
/// <param name="Liar">Where it was connected from; null for ourselves.</param>
/// <param name="Reason">What it did.</param>
internal sealed record Ban(Endpoint Who, bool IsHost, Endpoint? Liar, string Reason);
