using System.CommandLine;
using System.Net;
using Shoal.Cli.Shell;
using Shoal.Napster.Server.Redirector;
using Shoal.Runtime;

namespace Shoal.Cli.Napster;

/// <summary>The ports beside the server's own at which one line is told.</summary>
internal sealed class RedirectorSettings
{
    private readonly Option<int?> _redirector = new("--redirector")
    {
        Description = $"Tell whoever connects to this port (usually {RedirectorOptions.DefaultPort}) where to find a server: this one, unless --redirect-to is given",
        HelpName = "PORT",
    };

    private readonly Option<string[]> _servers = new("--redirect-to")
    {
        Description = "A server that the redirector tells of, each in its turn. May repeat",
        HelpName = "IP:PORT",
    };

    private readonly Option<int?> _statistics = new("--statistics")
    {
        Description = $"Tell whoever connects to this port (usually {RedirectorOptions.DefaultStatisticsPort}) how many users and files there are",
        HelpName = "PORT",
    };

    public void AddTo(Command command)
    {
        _redirector.MustBeBetween(1, ushort.MaxValue, "port");
        _statistics.MustBeBetween(1, ushort.MaxValue, "port");
        _servers.Validators.Add(static result => OptionChecks.CheckEach(
            result, static text => Endpoint.TryParse(text, out var server) && server.Port > 0, static text => $"'{text}' is no server: give an address and a port such as 203.0.113.5:8888"));
        command.Add(_redirector);
        command.Add(_servers);
        command.Add(_statistics);
    }

    public RedirectorOptions Read(ParseResult parsed, IReadOnlyList<IPAddress> addresses) => new()
    {
        Listen = At(addresses, parsed.GetValue(_redirector)),
        Statistics = At(addresses, parsed.GetValue(_statistics)),
        Servers = [.. (parsed.GetValue(_servers) ?? []).Select(static text => Endpoint.TryParse(text, out var server) ? server : default)],
    };

    private static IReadOnlyList<Endpoint> At(IReadOnlyList<IPAddress> addresses, int? port) => port is { } given ? [.. addresses.Select(address => Endpoint.From(address, given))] : [];
}
