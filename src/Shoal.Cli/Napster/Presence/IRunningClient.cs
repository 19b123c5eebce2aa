using Shoal.Napster.Client;
using Shoal.Napster.Client.Files;

namespace Shoal.Cli.Napster.Presence;

/// <summary>A profile's client in this process.</summary>
internal interface IRunningClient : IAsyncDisposable
{
    /// <summary>The client itself.</summary>
    NapsterClient Napster { get; }

    /// <summary>What it shares.</summary>
    ShareIndex Shares { get; }

    /// <summary>Ends by a fault when the client did.</summary>
    Task Crash { get; }

    /// <summary>Waits until it is on its server.</summary>
    /// <exception cref="Shell.VerbException">It will not be soon.</exception>
    Task OnlineAsync(CancellationToken cancellation);

    Task<ClientStatus> ReadStatusAsync(CancellationToken cancellation);
}
