using System.CommandLine;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Napster.Presence;

/// <summary>The work of a Napster user's verb; returns an <see cref="ExitCode"/>. It does not know which process it runs in.</summary>
internal delegate Task<int> RunPresent(ParseResult parsed, Output output, NapsterPresence presence, CancellationToken cancellation);
