using Shoal.Runtime;

namespace Shoal.Napster.Server.Conduct;

/// <summary>A connection that sends faster than is handled, since when, and what goes on with it.</summary>
/// <param name="Since">By the loop's clock.</param>
/// <param name="Timer">Goes on.</param>
internal sealed record Flood(TimeSpan Since, LoopTimer Timer);
