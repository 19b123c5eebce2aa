using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Shell;

namespace Shoal.Cli.Napster.Presence;

/// <summary>Logs a profile's user in; called once in a process, by who has the profile's lock.</summary>
/// <param name="folder">Where the client keeps what it knows.</param>
/// <param name="profile">Whom it is for; complete.</param>
/// <param name="output">Of the verb that it was opened for.</param>
/// <param name="cancellation">The user stops it.</param>
internal delegate Task<IRunningClient> OpenClient(ProfileFolder folder, Profile profile, Output output, CancellationToken cancellation);
