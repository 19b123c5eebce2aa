using System.CommandLine;
using System.Net;
using Shoal.Cli.Shell;
using Shoal.Napster.Server.Conduct;

namespace Shoal.Cli.Napster;

/// <summary>How much one user and one address may ask of the server.</summary>
internal sealed class ConductSettings
{
    private static readonly ConductOptions Otherwise = new();

    private readonly Option<int> _messages = Create("--messages-per-second", "Handle so many messages a second of one connection, a search as four and shares not counted; the rest waits", Otherwise.MessagesPerSecond);
    private readonly Option<int> _connections = Create("--connections-per-address", "Let one address (in IPv6: one /64) have so many connections", Otherwise.Connections);
    private readonly Option<int> _rate = Create("--connections-per-minute", "Ban an address for a while that connects more often", Otherwise.ConnectionsPerMinute);
    private readonly Option<int> _failures = Create("--failed-logins", "Ban an address for a while that gives more wrong passwords in 10 minutes", Otherwise.FailedLogins);
    private readonly Option<int> _registrations = Create("--registrations-per-hour", "Register so many users of one address", Otherwise.RegistrationsPerHour);
    private readonly Option<int> _searches = Create("--searches-per-minute", "Make so many searches of one address", Otherwise.SearchesPerMinute);

    private readonly Option<string[]> _exempt = new("--unlimited-from")
    {
        Description = "Let addresses of this network, such as 10.0.0.0/8, do all of this as much as they like. May repeat",
        HelpName = "NETWORK",
    };

    public void AddTo(Command command)
    {
        Option<int>[] numbers = [_messages, _connections, _rate, _failures, _registrations, _searches];
        foreach (var option in numbers)
        {
            option.MustBeBetween(0, 1_000_000, "number");
            command.Add(option);
        }

        _exempt.Validators.Add(static result => OptionChecks.CheckEach(
            result, static text => IPNetwork.TryParse(text, out _), static text => $"'{text}' is no network: give one such as 10.0.0.0/8"));
        command.Add(_exempt);
    }

    public ConductOptions Read(ParseResult parsed) => new()
    {
        MessagesPerSecond = parsed.GetValue(_messages),
        MessageBurst = 10 * Math.Max(1, parsed.GetValue(_messages)),
        Connections = parsed.GetValue(_connections),
        ConnectionsPerMinute = parsed.GetValue(_rate),
        FailedLogins = parsed.GetValue(_failures),
        RegistrationsPerHour = parsed.GetValue(_registrations),
        SearchesPerMinute = parsed.GetValue(_searches),
        Exempt = [.. (parsed.GetValue(_exempt) ?? []).Select(static text => IPNetwork.Parse(text))],
    };

    private static Option<int> Create(string name, string description, int otherwise) =>
        new(name) { Description = $"{description}; 0 for any number", HelpName = "N", DefaultValueFactory = _ => otherwise };
}
