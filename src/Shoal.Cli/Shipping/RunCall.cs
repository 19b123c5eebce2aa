using Shoal.Cli.Shell;

namespace Shoal.Cli.Shipping;

/// <summary>Runs a command line that came from another process; returns its exit code.</summary>
/// <param name="call">What was typed, and where.</param>
/// <param name="openOutput">As for a command line of this process.</param>
/// <param name="input">The lines of the caller.</param>
/// <param name="cancellation">The caller pressed Ctrl-C or is gone.</param>
internal delegate Task<int> RunCall(ShippedCall call, Func<bool, Output> openOutput, ILines input, CancellationToken cancellation);
