using Shoal.Net.Naming;
using Shoal.Runtime;

namespace Shoal.Net.Sockets.Names;

/// <summary>The system's hosts(5) and resolv.conf(5), read again when they may have changed.</summary>
public sealed class ResolverFiles(TimeProvider time)
{
    private const string Hosts = "/etc/hosts";
    private const string ResolvConf = "/etc/resolv.conf";

    /// <summary>Where systemd-resolved names the servers behind its own forwarder on 127.0.0.53.</summary>
    private const string Upstream = "/run/systemd/resolve/resolv.conf";

    private ResolverSettings? _settings;
    private long _read;

    /// <summary>What the files say. Files that cannot be read say nothing.</summary>
    public ResolverSettings Settings()
    {
        if (_settings is null || time.GetElapsedTime(_read) > Limits.ResolverFiles)
        {
            _read = time.GetTimestamp();
            _settings = Read(ResolvConf);
            if (_settings.Servers.Any(IsForwarder) && Read(Upstream) is { Servers.Count: > 0 } upstream)
            {
                _settings = upstream;
            }
        }

        return _settings;
    }

    private static bool IsForwarder(Endpoint server) => server.WithPort(0) == Endpoint.FromBytes([127, 0, 0, 53], 0);

    private static ResolverSettings Read(string resolvConf) => ResolverSettings.Parse(TextOf(resolvConf), TextOf(Hosts));

    private static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
