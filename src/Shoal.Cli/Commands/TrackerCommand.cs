using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Shoal.Cli.Services;
using Shoal.Cli.Shell;
using Shoal.Cli.Trackers;
using Shoal.Runtime;
using Shoal.TrackerServer;
using Shoal.TrackerServer.Control;

namespace Shoal.Cli.Commands;

/// <summary>shoal tracker: introduces peers to each other.</summary>
internal sealed class TrackerCommand
{
    private const int DefaultPort = 6969;
    private const int DefaultRequests = 5000;
    private const int DefaultConnections = 200;

    private readonly Option<string[]> _binds = new("--bind")
    {
        Description = "Listen on this address of this machine alone; on all of them unless given. May repeat",
        HelpName = "IP",
    };

    private readonly Option<int> _port = new("--port")
    {
        Description = "The port to listen on, for UDP and HTTP alike; 0 for any",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultPort,
    };

    private readonly Option<int> _requests = new("--requests-per-address")
    {
        Description = "Answer one address (in IPv6: one /64) at most so many requests in 10 seconds; 0 for any number",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultRequests,
    };

    private readonly Option<int> _connections = new("--connections-per-address")
    {
        Description = "Let one address (in IPv6: one /64) have so many connections of HTTP open; 0 for any number",
        HelpName = "N",
        DefaultValueFactory = _ => DefaultConnections,
    };

    private readonly Option<string?> _key = new("--key-file")
    {
        Description = "A file of 16 secret bytes, the same for trackers behind one address: each takes the connections that another opened",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _mayMove = new("--allow-ip-from")
    {
        Description = "Let peers of this network, such as 10.0.0.0/8, name another address than the one they speak from. May repeat",
        HelpName = "NETWORK",
    };

    private readonly Option<string?> _snapshot = new("--snapshot")
    {
        Description = "Keep the swarms in this file while the tracker is away: read at the start, written every 5 minutes and at the end",
        HelpName = "FILE",
    };

    private readonly HttpsSettings _https = new();
    private readonly ControlSettings _control = new("look at the tracker and administer it", ControlOptions.DefaultPort);
    private readonly AccessSettings _access = new();
    private readonly LogSettings _log = new();

    private readonly Option<string[]> _proxies = new("--proxy")
    {
        Description = "Believe proxies of this network whom they speak for, over HTTP: see --proxy-header. May repeat",
        HelpName = "NETWORK",
    };

    private readonly Option<string> _proxyHeader = new("--proxy-header")
    {
        Description = "The header in which they say it: X-Forwarded-For, X-Real-IP, Forwarded or another",
        HelpName = "NAME",
        DefaultValueFactory = _ => "X-Forwarded-For",
    };

    public static Command Create()
    {
        var self = new TrackerCommand();
        var verb = new Verb("tracker", "Introduce peers to each other, by UDP and HTTP, until stopped.")
        {
            Examples =
            [
                "shoal tracker",
                "shoal tracker --bind 203.0.113.5 --bind 2001:db8::5 --port 6969",
                "shoal tracker --config /etc/shoal/tracker.conf",
                "shoal tracker --allow-list torrents.txt",
                "shoal tracker --private",
                "shoal create disc.iso -t udp://tracker.example.org:6969/announce",
            ],
            Run = self.RunAsync,
        };
        verb.Add(self._binds);
        verb.Add(self._port);
        verb.Add(self._requests);
        verb.Add(self._connections);
        verb.Add(self._key);
        verb.Add(self._mayMove);
        verb.Add(self._proxies);
        verb.Add(self._proxyHeader);
        self._access.AddTo(verb);
        verb.Add(TrackerUserCommand.Create());
        verb.Add(TrackerKeyCommand.Create());
        verb.Add(TrackerHashCommand.Create());
        verb.Add(self._snapshot);
        self._https.AddTo(verb);
        self._control.AddTo(verb);
        self._log.AddTo(verb);
        verb.Add(Settings.CreateConfig());
        verb.Settings = new Settings(verb, "SHOAL_TRACKER_");
        self._binds.MustBeAddresses();
        self._port.MustBeBetween(0, ushort.MaxValue, "port");
        self._requests.MustBeBetween(0, int.MaxValue, "number of requests");
        self._connections.MustBeBetween(0, int.MaxValue, "number of connections");
        self._mayMove.Validators.Add(CheckNetworks);
        self._proxies.Validators.Add(CheckNetworks);
        self._proxyHeader.Validators.Add(static result => OptionChecks.CheckEach(
            result, static name => name.Length > 0 && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), static name => $"'{name}' is no name of a header: give one such as X-Forwarded-For"));
        return verb;
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        IPAddress[] binds = [.. (parsed.GetValue(_binds) ?? []).Select(IPAddress.Parse)];
        IPAddress[] everywhere = Socket.OSSupportsIPv6 ? [IPAddress.Any, IPAddress.IPv6Any] : [IPAddress.Any];
        var options = new TrackerOptions
        {
            Listen = [.. (binds.Length > 0 ? binds : everywhere).Select(address => Endpoint.From(address, parsed.GetValue(_port)))],
            UdpThreads = Math.Clamp(Environment.ProcessorCount, 1, TrackerOptions.MostUdpThreads),
            UdpKey = parsed.GetValue(_key) is { } file ? await ReadKeyAsync(file, cancellation) : default,
            RequestsPerAddress = parsed.GetValue(_requests),
            ConnectionsPerAddress = parsed.GetValue(_connections),
            Proxies = [.. (parsed.GetValue(_proxies) ?? []).Select(IPNetwork.Parse)],
            ProxyHeader = parsed.GetValue(_proxyHeader)!,
            MaySayIp = [.. (parsed.GetValue(_mayMove) ?? []).Select(IPNetwork.Parse)],
            Snapshot = parsed.GetValue(_snapshot),
        };
        if (options.Snapshot is { } snapshot)
        {
            OutputFile.CheckWritable(snapshot, force: true, option: "--snapshot");
        }

        var log = new ServiceLogger(output, _log.Level(parsed), TimeProvider.System);
        using var access = _access.Open(parsed, log);
        options = options with { Access = access?.Access };
        var control = _control.Read(parsed, isAnyPort: parsed.GetValue(_port) == 0) is { } listen
            ? new ControlOptions { Listen = listen.Listen, Names = listen.Names, Access = access?.Access, Token = access?.Folder.Token ?? "" }
            : null;
        await using var tracker = await RunningTracker.StartAsync(options, _https.Read(parsed, options.Listen), control, log, cancellation);
        access?.Folder.Tell(tracker.Control);
        if (tracker.Restored is { Refused: { } refused })
        {
            output.ErrorLine($"the snapshot '{options.Snapshot}' cannot be used: {refused}; the tracker begins with nothing, and writes it anew");
        }

        TrackerLines.Welcome(tracker, access is { Access.IsPrivate: true }, output);
        output.Flush();
        log.Open();
        if (_log.Summary(parsed) is var pause && pause > TimeSpan.Zero)
        {
            tracker.Summarize(pause);
        }

        await tracker.RunAsync(cancellation);
        var seen = await tracker.StatisticsAsync();
        log.InTurn(() => TrackerLines.Farewell(seen, output));
        return ExitCode.Done;
    }

    private static async Task<byte[]> ReadKeyAsync(string file, CancellationToken cancellation)
    {
        var key = await File.ReadAllBytesAsync(file, cancellation);
        return key.Length == SipHash.KeyLength
            ? key
            : throw new VerbException(ExitCode.BadInput, $"'{file}' has {key.Length} bytes, and a key has {SipHash.KeyLength}: make one by 'head -c {SipHash.KeyLength} /dev/urandom > {file}'");
    }

    private static void CheckNetworks(System.CommandLine.Parsing.OptionResult result) =>
        OptionChecks.CheckEach(result, static text => IPNetwork.TryParse(text, out _), static text => $"'{text}' is no network: give one such as 10.0.0.0/8");
}
