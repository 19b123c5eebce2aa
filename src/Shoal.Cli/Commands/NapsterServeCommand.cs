using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Shoal.Catalog;
using Shoal.Cli.Napster;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Napster.Server;
using Shoal.Runtime;

namespace Shoal.Cli.Commands;

/// <summary>shoal napster serve: a server of the Napster protocol.</summary>
internal sealed class NapsterServeCommand
{
    private const int ControlPort = 8810;

    private readonly Option<string[]> _binds = new("--bind")
    {
        Description = "Listen on this address of this machine alone; on all of them unless given. May repeat",
        HelpName = "IP",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port to listen on; 0 for any",
        HelpName = "N",
        DefaultValueFactory = static _ => NapsterOptions.DefaultPort,
    };

    private readonly Option<string?> _database = NapsterFiles.CreateOption();

    private readonly Option<string> _name = new("--name")
    {
        Description = "What the server calls itself to its users",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "shoal",
    };

    private readonly Option<string?> _motd = new("--motd")
    {
        Description = "A text that every user is met with",
        HelpName = "FILE",
    };

    private readonly Option<bool> _registeredOnly = new("--registered-only") { Description = "Let in only who is registered; else whoever comes first with a nick has it" };

    private readonly Option<bool> _noPortCheck = new("--no-port-check") { Description = "Believe users that others can connect to the data port that they say; else the server tries" };

    private readonly Option<int> _users = Bound("--users", "Users at a time", new NapsterOptions { Listen = [] }.MostUsers);
    private readonly Option<int> _files = Bound("--files-per-user", "Files that one user may share", new NapsterOptions { Listen = [] }.MostFiles);
    private readonly Option<int> _hits = Bound("--hits", "Hits of one search", new NapsterOptions { Listen = [] }.MostHits);

    private readonly Option<int> _memory = Bound("--memory", "MiB of memory for what users share now, some 300 bytes a file,", (int)(new CatalogOptions().LiveMemory >> 20));

    private readonly Option<string> _dialect = new("--dialect")
    {
        Description = "Behave in all that servers differ in like this one, for clients that need it",
        HelpName = "shoal|opennap-ng|opennap-0.36",
        DefaultValueFactory = static _ => "shoal",
    };

    private readonly ConductSettings _conduct = new();
    private readonly RedirectorSettings _redirector = new();
    private readonly ControlSettings _control = new("look at the server", ControlPort);
    private readonly LogSettings _log = new();

    public static Command Create()
    {
        var self = new NapsterServeCommand();
        var verb = new Verb("serve", "Know what every user shares, find it for others, and bring the two together, until stopped.")
        {
            Examples =
            [
                "shoal napster serve",
                "shoal napster serve --bind 203.0.113.5 --port 8888 --name music",
                "shoal napster serve --database /var/lib/shoal/napster.db --registered-only",
            ],
            Run = self.RunAsync,
        };
        verb.Add(self._binds);
        verb.Add(self._port);
        verb.Add(self._database);
        verb.Add(self._name);
        verb.Add(self._motd);
        verb.Add(self._registeredOnly);
        verb.Add(self._noPortCheck);
        verb.Add(self._users);
        verb.Add(self._files);
        verb.Add(self._hits);
        verb.Add(self._memory);
        verb.Add(self._dialect);
        self._conduct.AddTo(verb);
        self._redirector.AddTo(verb);
        self._control.AddTo(verb);
        self._log.AddTo(verb, hasSummary: false);
        verb.Add(Settings.CreateConfig());
        verb.Settings = new Settings(verb, "SHOAL_NAPSTER_");
        self._binds.MustBeAddresses();
        self._port.MustBeBetween(0, ushort.MaxValue, "port");
        self._dialect.AcceptOnlyFromAmong("shoal", "opennap-ng", "opennap-0.36");
        self._name.Validators.Add(static result => OptionChecks.CheckEach(
            result, static name => name.Length is > 0 and <= 32 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'), static name => $"'{name}' is no name of a server: letters, digits, '-', '.' and '_', 32 at most"));
        return verb;
    }

    private static Option<int> Bound(string name, string description, int otherwise)
    {
        var option = new Option<int>(name) { Description = $"{description} at most", HelpName = "N", DefaultValueFactory = _ => otherwise };
        option.MustBeBetween(1, 10_000_000, "number");
        return option;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        IPAddress[] binds = [.. (parsed.GetValue(_binds) ?? []).Select(IPAddress.Parse)];
        IPAddress[] everywhere = Socket.OSSupportsIPv6 ? [IPAddress.Any, IPAddress.IPv6Any] : [IPAddress.Any];
        var addresses = binds.Length > 0 ? binds : everywhere;
        var name = parsed.GetValue(_name)!;
        var options = new NapsterOptions
        {
            Listen = [.. addresses.Select(address => Endpoint.From(address, parsed.GetValue(_port)))],
            Name = name,
            Motd = await ReadMotdAsync(parsed.GetValue(_motd), name, cancellation),
            IsRegisteredOnly = parsed.GetValue(_registeredOnly),
            ChecksDataPorts = !parsed.GetValue(_noPortCheck),
            MostUsers = parsed.GetValue(_users),
            MostFiles = parsed.GetValue(_files),
            MostHits = parsed.GetValue(_hits),
            Dialect = parsed.GetValue(_dialect) switch
            {
                "opennap-ng" => Dialect.OpenNapNg,
                "opennap-0.36" => Dialect.OpenNap036,
                _ => Dialect.Shoal,
            },
            Conduct = _conduct.Read(parsed),
            Redirector = _redirector.Read(parsed, addresses),
        };
        var database = NapsterFiles.PathOf(parsed.GetValue(_database));
        var log = new ServiceLogger(output, _log.Level(parsed), TimeProvider.System);
        await using var server = await RunningNapster.StartAsync(database, options, new CatalogOptions { LiveMemory = (long)parsed.GetValue(_memory) << 20 }, _control.Read(parsed, isAnyPort: parsed.GetValue(_port) == 0), log, cancellation);
        NapsterLines.Welcome(server, database, output);
        output.Flush();
        log.Open();
        await server.RunAsync(cancellation);
        var reading = await server.ReadAsync();
        log.InTurn(() => NapsterLines.Farewell(reading, output));
        return ExitCode.Done;
    }

    /// <summary>The first lines tell old clients what they speak to.</summary>
    private static async Task<IReadOnlyList<string>> ReadMotdAsync(string? file, string name, CancellationToken cancellation)
    {
        string[] text = file is null ? ["Welcome."] : await File.ReadAllLinesAsync(file, cancellation);
        return [$"VERSION shoal {typeof(NapsterServeCommand).Assembly.GetName().Version!.ToString(3)}", $"SERVER {name}", "", .. text];
    }
}
