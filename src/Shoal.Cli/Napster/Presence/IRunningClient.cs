namespace Shoal.Cli.Napster.Presence;

/// <summary>A profile's client in this process.</summary>
internal interface IRunningClient : IAsyncDisposable
{
    Task<ClientStatus> ReadStatusAsync(CancellationToken cancellation);
}
