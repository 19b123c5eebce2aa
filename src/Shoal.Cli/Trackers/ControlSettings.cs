using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Shoal.Cli.Shell;
using Shoal.Runtime;
using Shoal.TrackerServer.Control;

namespace Shoal.Cli.Trackers;

/// <summary>Where the tracker is looked at and administered, as the user says it.</summary>
internal sealed class ControlSettings
{
    private readonly Option<string[]> _control = new("--control")
    {
        Description = $"Where to look at the tracker and administer it; 127.0.0.1:{ControlOptions.DefaultPort} and [::1]:{ControlOptions.DefaultPort} unless given. May repeat",
        HelpName = "IP:PORT",
    };

    private readonly Option<string[]> _names = new("--control-name")
    {
        Description = "A name by which the control listener is asked, beside its addresses and localhost. May repeat",
        HelpName = "NAME",
    };

    private readonly Option<bool> _none = new("--no-control") { Description = "Open no control listener" };

    public ControlSettings() => _control.Validators.Add(static result => OptionChecks.CheckEach(
        result, static text => Endpoint.TryParse(text, out _), static text => $"'{text}' is no address with a port: give one such as 127.0.0.1:{ControlOptions.DefaultPort} or [::1]:{ControlOptions.DefaultPort}"));

    public void AddTo(Command command)
    {
        command.Add(_control);
        command.Add(_names);
        command.Add(_none);
    }

    /// <summary>Null: none is wanted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="isAnyPort">The tracker's own ports are left to the system, and so this one is.</param>
    public ControlOptions? Read(ParseResult parsed, bool isAnyPort)
    {
        var port = isAnyPort ? 0 : ControlOptions.DefaultPort;
        IPAddress[] loopback = Socket.OSSupportsIPv6 ? [IPAddress.Loopback, IPAddress.IPv6Loopback] : [IPAddress.Loopback];
        return parsed.GetValue(_none)
            ? null
            : new ControlOptions
            {
                Listen = parsed.GetValue(_control) is { Length: > 0 } given
                    ? [.. given.Select(static text => Endpoint.TryParse(text, out var endpoint) ? endpoint : default)]
                    : [.. loopback.Select(address => Endpoint.From(address, port))],
                Names = parsed.GetValue(_names) ?? [],
            };
    }
}
