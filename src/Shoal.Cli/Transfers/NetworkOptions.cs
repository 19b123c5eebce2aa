using System.CommandLine;
using System.Net;
using Shoal.Client;

namespace Shoal.Cli.Transfers;

/// <summary>Where to listen and from where to connect: the same for every verb that talks to peers.</summary>
internal sealed class NetworkOptions
{
    /// <summary>SHOAL_SOCKETS=portable: the framework's sockets instead of epoll, to compare them or to get by where epoll is refused.</summary>
    private const string SocketsVariable = "SHOAL_SOCKETS";

    private readonly Option<string[]> _binds = new("--bind")
    {
        Description = "Use only this address of this machine, for all that goes in and out: peers, trackers and name look-ups. May repeat",
        HelpName = "IP",
    };

    private readonly Option<int?> _port = new("--port")
    {
        Description = "The port to listen on; the first free one of 6881-6889 unless given, 0 for any",
        HelpName = "N",
    };

    private readonly Option<bool> _privateRedirects = new("--allow-private-redirects")
    {
        Description = "Let trackers of the internet redirect to private networks and to this machine",
    };

    public NetworkOptions()
    {
        _binds.Validators.Add(result =>
        {
            foreach (var bind in result.Tokens.Where(t => !IPAddress.TryParse(t.Value, out _)))
            {
                result.AddError($"'{bind.Value}' is no IP address to bind to");
            }
        });
        _port.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, out var port) || port is < 0 or > 65535))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no port: give 0 to 65535");
            }
        });
    }

    public void AddTo(Command command)
    {
        command.Add(_binds);
        command.Add(_port);
        command.Add(_privateRedirects);
    }

    public TorrentClientOptions Read(ParseResult parsed, int torrents) => new()
    {
        Binds = [.. (parsed.GetValue(_binds) ?? []).Select(IPAddress.Parse)],
        Port = parsed.GetValue(_port),
        AllowPrivateRedirects = parsed.GetValue(_privateRedirects),
        Loops = Math.Clamp(torrents, 1, Environment.ProcessorCount),
        UsePortableSockets = !OperatingSystem.IsLinux() || string.Equals(Environment.GetEnvironmentVariable(SocketsVariable), "portable", StringComparison.Ordinal),
    };
}
