namespace Shoal.Interop.Tests.Programs;

/// <summary>The server that the tests of the classic protocol drive: the one that SHOAL_NAPSTER_SERVER=host:port names, whoever wrote it; else ours, that behaves like opennap-ng. One for all of them.</summary>
public sealed class NapsterServer : IDisposable
{
    private readonly Sandbox? _box;

    public NapsterServer()
    {
        if (Environment.GetEnvironmentVariable("SHOAL_NAPSTER_SERVER") is { Length: > 0 } given)
        {
            var colon = given.LastIndexOf(':');
            (Host, Port) = (given[..colon], int.Parse(given[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            _box = new Sandbox();
            (Host, Port) = ("127.0.0.1", new ShoalNapster(_box, "--dialect", "opennap-ng").Port);
        }
    }

    public string Host { get; }

    public int Port { get; }

    public void Dispose() => _box?.Dispose();
}
