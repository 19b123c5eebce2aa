using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Shoal.Cli.Shell;
using Shoal.Runtime;
using Shoal.Web.Serving;

namespace Shoal.Cli.Services;

/// <summary>Where a service is looked at and administered, as the user says it.</summary>
internal sealed class ControlSettings
{
    private readonly int _port;
    private readonly Option<string[]> _control;

    private readonly Option<string[]> _names = new("--control-name")
    {
        Description = "A name by which the control listener is asked, beside its addresses and localhost. May repeat",
        HelpName = "NAME",
    };

    private readonly Option<bool> _none = new("--no-control") { Description = "Open no control listener" };

    /// <param name="purpose">What it is for: "look at the tracker and administer it".</param>
    /// <param name="port">The port unless another is asked for.</param>
    public ControlSettings(string purpose, int port)
    {
        _port = port;
        _control = new("--control") { Description = $"Where to {purpose}; 127.0.0.1:{port} and [::1]:{port} unless given. May repeat", HelpName = "IP:PORT" };
        _control.Validators.Add(result => OptionChecks.CheckEach(
            result, static text => Endpoint.TryParse(text, out _), text => $"'{text}' is no address with a port: give one such as 127.0.0.1:{port} or [::1]:{port}"));
    }

    public void AddTo(Command command)
    {
        command.Add(_control);
        command.Add(_names);
        command.Add(_none);
    }

    /// <summary>Null: none is wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isAnyPort">The service's own ports are left to the system, and so this one is.</param>
    public WebOptions? Read(ParseResult parsed, bool isAnyPort)
    {
        var port = isAnyPort ? 0 : _port;
        IPAddress[] loopback = Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
        return parsed.GetValue(_none)
            ? null
            : new WebOptions
            {
                Listen = parsed.GetValue(_control) is { Length: > 0 } given
                    ? [.. given.Select(static text => Endpoint.TryParse(text, out var endpoint) ? endpoint : default)]
                    : [.. loopback.Select(address => Endpoint.From(address, port))],
                Names = parsed.GetValue(_names) ?? [],
            };
    }

    /// <summary>Opens the listener, or says how it can be had.</summary>
    /// <exception cref="VerbException">A port could not be opened.</exception>
    public static async Task<WebServer> StartAsync(Func<Task<WebServer>> start)
    {
        try
        {
            return await start();
        }
        catch (IOException e)
        {
            throw new VerbException(ExitCode.Failed, $"the control listener does not start ({e.Message.TrimEnd('.')}): choose another place by --control IP:PORT, or have none by --no-control", e);
        }
    }
}
