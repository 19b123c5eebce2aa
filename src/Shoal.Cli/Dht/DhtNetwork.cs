using System.CommandLine;
using System.Net;
using Shoal.Cli.Shell;
using Shoal.Dht;
using Shoal.Runtime;

namespace Shoal.Cli.Dht;

/// <summary>The options that every verb of `shoal dht` takes: from where, and with whom to begin.</summary>
internal sealed class DhtNetwork
{
    private readonly Option<string[]> _binds = new("--bind")
    {
        Description = "Speak from this address of this machine alone; from all of them unless given. May repeat",
        HelpName = "IP",
    };

    private readonly Option<string[]> _bootstrap = new("--bootstrap") { Description = "A node to begin with, instead of the known public ones. May repeat", HelpName = "HOST:PORT" };
    private readonly Option<int> _port;

    /// <param name="port">The name of the option for our own port.</param>
    /// <param name="usual">That port unless given; 0: any.</param>
    public DhtNetwork(string port = "--port", int usual = 0)
    {
        _port = new Option<int>(port)
        {
            Description = usual == 0 ? "The UDP port to speak from; any unless given" : $"The UDP port to listen on; {usual} unless given, 0 for any",
            HelpName = "N",
            DefaultValueFactory = _ => usual,
        };
        _binds.MustBeAddresses();
        _port.MustBeBetween(0, ushort.MaxValue, "port");
        _bootstrap.Validators.Add(static result => HostAndPort.Check(result, "node", "router.example"));
    }

    /// <param name="verb">Takes the options.</param>
    /// <param name="withBootstrap">It has to find others by itself.</param>
    public void AddTo(Verb verb, bool withBootstrap = true)
    {
        verb.Add(_binds);
        verb.Add(_port);
        if (withBootstrap)
        {
            verb.Add(_bootstrap);
        }
    }

    /// <summary>Whom to begin with.</summary>
    public IReadOnlyList<string> Bootstrap(ParseResult parsed) => parsed.GetValue(_bootstrap) is { Length: > 0 } hosts ? hosts : DhtOptions.DefaultBootstrap;

    /// <summary>A node for what is done once: it only asks (BEP 43).</summary>
    public Task<DhtRun> AskAsync(ParseResult parsed) => OpenAsync(parsed, new DhtOptions { Bootstrap = Bootstrap(parsed), ReadOnly = ReadOnlyMode.Always });

    /// <exception cref="VerbException">No port could be opened.</exception>
    public Task<DhtRun> OpenAsync(ParseResult parsed, DhtOptions options, byte[]? saved = null)
    {
        var port = parsed.GetValue(_port);
        IPAddress[] binds = [.. (parsed.GetValue(_binds) ?? []).Select(IPAddress.Parse)];
        IPAddress[] everywhere = [IPAddress.Any, IPAddress.IPv6Any];
        return DhtRun.OpenAsync(options, [.. (binds.Length > 0 ? binds : everywhere).Select(address => Endpoint.From(address, port))], isBound: binds.Length > 0, saved);
    }
}
