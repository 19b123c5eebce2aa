using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Shell;
using Shoal.Napster.Client;

namespace Shoal.Cli.Napster.Presence;

/// <summary>What a verb of a Napster user works with, whichever process it runs in.</summary>
/// <param name="Folder">The profile's folder.</param>
/// <param name="Profile">Who one is; complete where there is a client.</param>
/// <param name="Client">Null only for a verb that needs none (<see cref="Place.IfRunning"/>) where none runs.</param>
/// <param name="Caller">Who typed the verb: his folder and his lines, which need not be this process's.</param>
internal sealed record NapsterPresence(ProfileFolder Folder, Profile Profile, IRunningClient? Client, Caller Caller)
{
    /// <summary>For verbs that are always in a client.</summary>
    public NapsterClient Napster => Client!.Napster;

    /// <summary>The client, when it is on its server.</summary>
    /// <exception cref="VerbException">It will not be soon.</exception>
    public async Task<NapsterClient> OnlineAsync(CancellationToken cancellation)
    {
        await Client!.OnlineAsync(cancellation);
        return Napster;
    }
}
