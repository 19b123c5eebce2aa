using Shoal.Runtime;

namespace Shoal.Napster.Server.Administration;

/// <summary>A user who was there.</summary>
/// <param name="Nick">As it was written.</param>
/// <param name="From">Where it was connected from.</param>
/// <param name="When">When it went, in seconds of Unix.</param>
/// <param name="Client">What its program called itself.</param>
internal sealed record Departure(string Nick, Endpoint From, long When, byte[] Client);
