using Shoal.Fuzz.Connections;
using Shoal.Metainfo;
using Shoal.Metainfo.Creating;
using Shoal.Peers.Handshaking;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// The connection state machine as a whole: intruders speak well-formed nonsense to the real engine, which is a seed, a leecher or a link's lobby,
/// while an honest peer and it share the torrent. The input is a script; four bytes of it say what the world is.
/// </summary>
public sealed class ConnectionTarget : FuzzTarget
{
    /// <summary>Who is there at once.</summary>
    private const int Crowd = 4;

    private const int ShortestScript = 200;
    private const int LongestScript = 8000;

    /// <summary>The books are checked the slow way after so many choices.</summary>
    private const int CheckEvery = 8;

    private static readonly Lazy<SampleTorrent[]> Torrents = new(static () =>
    [
        new(TorrentFormat.V1, 32 * 1024, [150_000, 70_001, 30_000]),
        new(TorrentFormat.V2, 32 * 1024, [150_000, 20_000, 70_001]),
        new(TorrentFormat.Hybrid, 32 * 1024, [150_000, 20_000, 70_001]),
        new(TorrentFormat.V1, 64 * 1024, [300_000], isPrivate: true),
        new(TorrentFormat.V2, 64 * 1024, [300_000]),
        new(TorrentFormat.Hybrid, 16 * 1024, [100_000, 9]),
    ]);

    private static readonly TimeSpan[] Times =
    [
        TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(11),
        TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(65), TimeSpan.FromSeconds(185),
    ];

    private long _said;

    public override string Name => "connection";

    public override string Unit => "messages";

    public override long? Counted => _said;

    public override byte[]? Reshape(byte[] input, IChance chance)
    {
        var script = new byte[ShortestScript + chance.Below(chance.Below(4) == 0 ? LongestScript : LongestScript / 8)];
        for (var i = 0; i < script.Length; i++)
        {
            script[i] = (byte)chance.Below(256);
        }

        return script;
    }

    public override void Run(ReadOnlySpan<byte> input)
    {
        var script = new Script(input);
        var torrent = Torrents.Value[script.Below(Torrents.Value.Length)];
        var (role, limits, wildness) = (script.Next(), script.Next(), script.Next());
        var nonsense = new Nonsense(torrent, isWild: wildness % 4 == 0);
        using var world = new World(torrent, OptionsOf(torrent, role, limits), honestDials: (role & 0x40) != 0);
        world.Settle();
        for (var choices = 0; !script.IsOver; choices++)
        {
            _said += Choose(world, nonsense, ref script, choices);
            world.Settle();
            if (choices % CheckEvery == 0)
            {
                world.Check();
            }
        }

        world.Finish();
    }

    private static EngineOptions OptionsOf(SampleTorrent torrent, byte role, byte limits)
    {
        var hashes = torrent.Metainfo.InfoHashes;
        InfoHashes? link = (role % 4) switch
        {
            2 => hashes,
            3 => hashes.V1 is { } v1 ? new InfoHashes(v1, null) : hashes,
            _ => null,
        };
        return new EngineOptions(role % 4 == 0, link, BudgetSlots: 8 << (limits & 3), Slots: 2 + (limits >> 2 & 3), Rate: (limits & 0x30) == 0 ? 512 * 1024 : null);
    }

    /// <summary>One choice of the script; returns how many messages were said.</summary>
    private static int Choose(World world, Nonsense nonsense, ref Script script, int number)
    {
        var choice = script.Next();
        if (world.Intruders.Count == 0 || (choice >= 250 && world.Intruders.Count < Crowd))
        {
            Come(world, nonsense, ref script, number);
            return 0;
        }

        var intruder = world.Intruders[script.Below(world.Intruders.Count)];
        var said = intruder.Said;
        switch (choice)
        {
            case < 150:
                for (var left = 1 + choice % 4; left > 0; left--)
                {
                    nonsense.SayAny(intruder, ref script);
                }

                break;
            case < 190:
                nonsense.Answer(intruder, ref script, lie: false);
                break;
            case < 198:
                nonsense.Answer(intruder, ref script, lie: true);
                break;
            case < 220:
                world.Pass(script.Of<TimeSpan>(Times), atOnce: script.Below(8) == 0);
                break;
            case < 226:
                world.Target.Workers.IsHeld = choice % 2 == 0;
                world.Target.Work(script.Below(4));
                break;
            case < 232:
                intruder.IsHolding = choice % 2 == 0;
                intruder.Release(intruder.IsHolding ? script.Next() : int.MaxValue);
                break;
            case < 238:
                intruder.IsDeaf = choice % 2 == 0;
                break;
            case < 242:
                world.Target.Store.IsBroken = choice % 4 == 0;
                break;
            case < 245:
                intruder.Close();
                break;
            default:
                if (world.Dials > 0)
                {
                    var answer = nonsense.Handshake(ref script, (byte)(1 + number % 90));
                    world.Answer(answer, Written(answer));
                }

                break;
        }

        return intruder.Said - said;
    }

    private static void Come(World world, Nonsense nonsense, ref Script script, int number)
    {
        var handshake = nonsense.Handshake(ref script, (byte)(1 + number % 90));
        var host = script.Next();
        world.Come(Endpoint.FromBytes([10, 66, (byte)(host / 8), host], (ushort)(5000 + number)), handshake, Written(handshake));
    }

    private static byte[] Written(in Handshake handshake)
    {
        var bytes = new byte[Handshake.Length];
        handshake.Write(bytes);
        return bytes;
    }
}
