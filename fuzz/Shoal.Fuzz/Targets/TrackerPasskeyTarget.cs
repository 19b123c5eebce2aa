using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Shoal.Metainfo;
using Shoal.Runtime;
using Shoal.TrackerServer;
using Shoal.TrackerServer.Access;
using Shoal.TrackerServer.Swarms;
using Shoal.TrackerServer.Udp;
using Shoal.Trackers.Messages.Udp;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// The options behind an announce by UDP to a private tracker (BEP 41): who is let in has a key in the path or behind the "?", read here as text; whoever has none, or sends options
/// that are broken, is told so.
/// </summary>
public sealed partial class TrackerPasskeyTarget : FuzzTarget
{
    private const int ConnectionLength = 8;
    private const int Failed = 3;

    private static readonly string[] Keys = ["key", "announce", "scrape", new string('k', 64), new string('q', 65), "a%20b"];
    private static readonly Endpoint From = Endpoint.FromBytes([10, 0, 0, 1], 1000);

    private readonly UdpTracker _server;
    private readonly byte[] _announce = new byte[98];
    private readonly byte[] _reply = new byte[2048];

    public TrackerPasskeyTarget()
    {
        var gate = new Gate();
        gate.Change(static _ => new AccessRules(ListKind.None, [], Keys.ToDictionary(static key => AccessRules.DigestOf(Encoding.Latin1.GetBytes(key)), static _ => 1L)));
        var tracker = new Tracker(new SwarmStore(new StoreOptions { MostSwarms = 10, MostPeers = 10, Shards = 1 }, new SeededChance(1))) { Gate = gate };
        var common = new UdpCommon(tracker, new SipHash("0123456789abcdef"u8), TimeProvider.System, static () => TimeSpan.FromHours(1), new TrackerOptions { Listen = [], RequestsPerAddress = 0 });
        _server = new UdpTracker(common, new UdpCounters(From));
        _announce[11] = (byte)UdpAction.Announce;
        _announce[97] = 1;
        Connect = () => BinaryPrimitives.WriteUInt64BigEndian(_announce, common.Ids.Issue(From, common.Ids.Period()));
    }

    public override string Name => "tracker-passkey";

    public override IReadOnlyList<byte[]> Words { get; } =
        [[0], [1], [2, 0], [2, 1], [2, 13], [3, 2], [2, 255], .. new[] { "/", "?", "&", "key", "/key", "announce", "/announce", "/scrape", "passkey=", "?passkey=key", "&passkey=key" }.Select(Encoding.Latin1.GetBytes)];

    /// <summary>Proves the address, anew at each announce: ids end.</summary>
    private Action Connect { get; }

    public override void Run(ReadOnlySpan<byte> input)
    {
        Connect();
        _server.BeginBatch();
        byte[] packet = [.. _announce, .. input];
        var length = _server.Answer(From, packet, _reply);
        var key = KeyOf(DataOf(input));
        var expected = key.Length == 0 ? "this tracker is private: use the announce URL with your passkey" : Keys.Contains(key, StringComparer.Ordinal) ? null : "unknown passkey";
        Require(length >= ConnectionLength, "there is no answer");
        var failure = BinaryPrimitives.ReadUInt32BigEndian(_reply) == Failed ? Encoding.UTF8.GetString(_reply.AsSpan(ConnectionLength, length - ConnectionLength)) : null;
        Require(string.Equals(failure, expected, StringComparison.Ordinal), $"with the key '{key}' the answer is '{failure}', and is to be '{expected}'");
    }

    /// <summary>The parts of the URL's data, joined; nothing where an option is cut short or there is too much.</summary>
    private static string DataOf(ReadOnlySpan<byte> options)
    {
        var data = "";
        for (var at = 0; at < options.Length && options[at] != 0;)
        {
            if (options[at] == 1)
            {
                at++;
                continue;
            }

            if (at + 1 >= options.Length || at + 2 + options[at + 1] > options.Length)
            {
                return "";
            }

            data += options[at] == 2 ? Encoding.Latin1.GetString(options.Slice(at + 2, options[at + 1])) : "";
            at += 2 + options[at + 1];
        }

        return data.Length <= UdpUrlData.LongestData ? data : "";
    }

    private static string KeyOf(string data)
    {
        var (path, query) = data.Split('?', 2) is [var front, var back] ? (front, back) : (data, "");
        var inPath = Before().Match(path) is { Success: true } before ? before : Behind().Match(path);
        return inPath.Success ? inPath.Groups["key"].Value : query.Split('&').FirstOrDefault(static pair => pair.StartsWith("passkey=", StringComparison.Ordinal))?["passkey=".Length..] ?? "";
    }

    [GeneratedRegex(@"\A/(?<key>[A-Za-z0-9_-]{1,64})/(announce|scrape)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Before();

    [GeneratedRegex(@"\A/(announce|scrape)/(?<key>[A-Za-z0-9_-]{1,64})\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Behind();
}
