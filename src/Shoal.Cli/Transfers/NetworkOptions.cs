using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Shoal.Cli.Shell;
using Shoal.Client;
using Shoal.Dht;
using Shoal.Net.Sockets;

namespace Shoal.Cli.Transfers;

/// <summary>Where to listen and from where to connect, how fast and with how many: the same for every verb that talks to peers.</summary>
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

    private readonly Option<bool> _noDht = new("--no-dht")
    {
        Description = "Find peers without the DHT: by trackers and by each other alone",
    };

    private readonly Option<string[]> _bootstrap = new("--bootstrap")
    {
        Description = "A node of the DHT to begin with, instead of the public ones. May repeat",
        HelpName = "HOST:PORT",
    };

    private readonly Option<bool> _privateRedirects = new("--allow-private-redirects")
    {
        Description = "Let trackers of the internet redirect to private networks and to this machine",
    };

    private readonly Option<string?> _up = new("--up")
    {
        Description = "Send at most so many bytes a second, all torrents together, such as 500K or 2M",
        HelpName = "RATE",
    };

    private readonly Option<string?> _down = new("--down")
    {
        Description = "Fetch at most so many bytes a second, all torrents together",
        HelpName = "RATE",
    };

    private readonly Option<int?> _connections = new("--connections")
    {
        Description = "Keep at most so many connections, all torrents together; 500 unless given",
        HelpName = "N",
    };

    private readonly Option<int?> _slots = new("--slots")
    {
        Description = "Serve so many peers at once, all torrents together; as many as the line can use unless given",
        HelpName = "N",
    };

    private readonly Option<string?> _ratio = new("--seed-ratio")
    {
        Description = "Stop sharing a torrent when so many times its size was sent, such as 1.5",
        HelpName = "R",
    };

    public NetworkOptions()
    {
        _up.Validators.Add(CheckRate);
        _down.Validators.Add(CheckRate);
        _connections.Validators.Add(result => CheckCount(result, "number of connections"));
        _slots.Validators.Add(result => CheckCount(result, "number of slots"));
        _ratio.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && RatioOf(result.Tokens[0].Value) is null)
            {
                result.AddError($"'{result.Tokens[0].Value}' is no ratio: give a number above 0, such as 1.5");
            }
        });
        _binds.MustBeAddresses();
        _port.MustBeBetween(0, ushort.MaxValue, "port");
        _bootstrap.Validators.Add(result => HostAndPort.Check(result, "node", "node.example"));
    }

    /// <summary>The framework's sockets instead of epoll and its like.</summary>
    public static bool UsePortableSockets => SystemSockets.MustBePortable || string.Equals(Environment.GetEnvironmentVariable(SocketsVariable), "portable", StringComparison.Ordinal);

    public void AddTo(Command command)
    {
        command.Add(_binds);
        command.Add(_port);
        command.Add(_noDht);
        command.Add(_bootstrap);
        command.Add(_privateRedirects);
        command.Add(_up);
        command.Add(_down);
        command.Add(_ratio);
        command.Add(_connections);
        command.Add(_slots);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_noDht) && result.GetResult(_bootstrap) is { Implicit: false })
            {
                result.AddError("--bootstrap says where the DHT begins, and --no-dht that it is not used: give one of them");
            }
        });
    }

    /// <summary>True where a ratio is given.</summary>
    public bool HasSeedRatio(CommandResult result) => RatioOf(result.GetValue(_ratio)) is not null;

    /// <summary>When a torrent has been shared enough; null: never.</summary>
    public double? SeedRatio(ParseResult parsed) => RatioOf(parsed.GetValue(_ratio));

    public TorrentClientOptions Read(ParseResult parsed, int torrents) => new()
    {
        Binds = BindsOf(parsed),
        Dht = DhtOf(parsed),
        Port = parsed.GetValue(_port),
        AllowPrivateRedirects = parsed.GetValue(_privateRedirects),
        UpRate = RateOf(parsed.GetValue(_up)),
        DownRate = RateOf(parsed.GetValue(_down)),
        Connections = parsed.GetValue(_connections) ?? new TorrentClientOptions().Connections,
        UploadSlots = parsed.GetValue(_slots),
        Loops = Math.Clamp(torrents, 1, Environment.ProcessorCount),
        UsePortableSockets = UsePortableSockets,
    };

    private IPAddress[] BindsOf(ParseResult parsed) => [.. (parsed.GetValue(_binds) ?? []).Select(IPAddress.Parse)];

    private DhtOptions? DhtOf(ParseResult parsed)
    {
        if (parsed.GetValue(_noDht))
        {
            return null;
        }

        var binds = BindsOf(parsed);
        return parsed.GetValue(_bootstrap) is { Length: > 0 } hosts ? new DhtOptions { Bootstrap = hosts }
            // From loopback no public node is reached: there are only those that somebody names.
            : binds.Length > 0 && Array.TrueForAll(binds, IPAddress.IsLoopback) ? new DhtOptions { Bootstrap = [] }
            : new DhtOptions();
    }

    private static long? RateOf(string? text) => text is not null && Sizes.TryParse(text, out var rate) && rate > 0 ? rate : null;

    private static double? RatioOf(string? text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ratio) && ratio > 0 && double.IsFinite(ratio) ? ratio : null;

    private static void CheckRate(OptionResult result)
    {
        if (result.Tokens.Count > 0 && RateOf(result.Tokens[0].Value) is null)
        {
            result.AddError($"'{result.Tokens[0].Value}' is no rate: give bytes a second above 0, such as 500K or 2M");
        }
    }

    private static void CheckCount(OptionResult result, string what)
    {
        if (result.Tokens.Count > 0 && (!int.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, out var count) || count < 1))
        {
            result.AddError($"'{result.Tokens[0].Value}' is no {what}: give 1 or more");
        }
    }
}
