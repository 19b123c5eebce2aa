using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Fuzz.Connections;

/// <summary>
/// Two engines, of which one has everything, and intruders who are connected with one of them, on one clock. One thread, and no chance but the script's.
/// <code>
///   intruders ──nonsense──► target engine ◄──► honest engine         one of the two has the torrent: the other must get it
/// </code>
/// </summary>
internal sealed class World : IDisposable
{
    /// <summary>Batches at one moment, past which something goes round in a circle.</summary>
    private const int MostBatches = 20_000;

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DialTimeout = TimeSpan.FromSeconds(10);
    private static readonly Endpoint TargetAddress = Endpoint.FromBytes([10, 0, 0, 1], 6881);
    private static readonly Endpoint HonestAddress = Endpoint.FromBytes([10, 0, 0, 2], 6881);

    private readonly HandLoop _loop = new(new ManualTime());
    private readonly List<PairLink> _links = [];
    private readonly List<(TimeSpan At, Endpoint Remote, IDialHandler Handler)> _dials = [];
    private readonly List<Intruder> _intruders = [];
    private readonly SampleTorrent _torrent;

    public World(SampleTorrent torrent, EngineOptions target, bool honestDials)
    {
        _torrent = torrent;
        Target = new Engine(_loop, torrent, new Wire(this, TargetAddress), TargetAddress, 101, target);
        Honest = new Engine(_loop, torrent, new Wire(this, HonestAddress), HonestAddress, 102, new EngineOptions(!target.IsSeed, null, 64, 4, null));
        (honestDials ? Honest : Target).AddPeer(honestDials ? TargetAddress : HonestAddress);
    }

    /// <summary>The engine under fire.</summary>
    public Engine Target { get; }

    /// <summary>It does no wrong.</summary>
    public Engine Honest { get; }

    /// <summary>Intruders in order of their coming; some are gone.</summary>
    public IReadOnlyList<Intruder> Intruders => _intruders;

    /// <summary>Dials of the target to doors that intruders stand behind.</summary>
    public int Dials => _dials.Count;

    public TimeSpan Now => _loop.Now;

    private Engine Leecher => Target.Store.IsWhole ? Honest : Target;

    /// <summary>Six bytes of the address at which an intruder may be dialled.</summary>
    public static byte[] DoorOf(byte number) => [10, 77, 0, number, 0x1b, 0x58];

    /// <summary>An intruder knocks.</summary>
    public Intruder Come(Endpoint from, in Peers.Handshaking.Handshake handshake, ReadOnlySpan<byte> sent)
    {
        var link = Connect(from, Target);
        return Enter(link, handshake, sent);
    }

    /// <summary>An intruder answers the oldest dial.</summary>
    public Intruder Answer(in Peers.Handshaking.Handshake handshake, ReadOnlySpan<byte> sent)
    {
        var (_, remote, handler) = _dials[0];
        _dials.RemoveAt(0);
        var link = PairLink.Connect(TargetAddress, remote);
        _links.Add(link);
        _loop.Post(() => handler.OnConnected(link));
        return Enter(link.Other, handshake, sent);
    }

    /// <summary>Lets everything happen that happens at this moment.</summary>
    public void Settle()
    {
        for (var batch = 0; ; batch++)
        {
            FuzzTarget.Require(batch < MostBatches, "something goes round in a circle while no time passes");
            var moved = false;
            for (var i = 0; i < _links.Count; i++)
            {
                moved |= _links[i].Dispatch() | _links[i].Other.Dispatch();
            }

            moved |= _loop.Run();
            moved |= !Target.Workers.IsHeld && Target.Work(int.MaxValue);
            moved |= Honest.Work(int.MaxValue);
            foreach (var intruder in _intruders)
            {
                moved |= intruder.Hear();
            }

            if (!moved)
            {
                _intruders.Where(static intruder => !intruder.IsOpen).ToList().ForEach(static intruder => intruder.Close());
                _intruders.RemoveAll(static intruder => !intruder.IsOpen);
                _links.RemoveAll(static link => link.IsClosed && link.Other.IsClosed);
                return;
            }
        }
    }

    /// <summary>Lets so much time pass, second by second, or in one go as on a machine that slept.</summary>
    public void Pass(TimeSpan time, bool atOnce = false)
    {
        for (var left = time; left > TimeSpan.Zero; left -= Step)
        {
            _loop.Advance(atOnce || left < Step ? left : Step);
            foreach (var (_, _, handler) in _dials.Where(dial => _loop.Now - dial.At > DialTimeout).ToArray())
            {
                _loop.Post(() => handler.OnDialFailed("timed out"));
            }

            _dials.RemoveAll(dial => _loop.Now - dial.At > DialTimeout);
            Settle();
            if (atOnce)
            {
                return;
            }
        }
    }

    public void Check()
    {
        Target.Check();
        Honest.Check();
    }

    /// <summary>The intruders say nothing more and stay: the leecher gets the torrent all the same, every request has its answer, and an orderly end gives all back.</summary>
    public void Finish()
    {
        Target.Workers.IsHeld = false;
        Target.Store.IsBroken = false;
        foreach (var intruder in _intruders)
        {
            intruder.IsDeaf = false;
            intruder.IsHolding = false;
            intruder.Release(int.MaxValue);
        }

        Until(() => Leecher.IsComplete, "the leecher has the torrent", TimeSpan.FromMinutes(30));
        Until(() => _intruders.TrueForAll(static i => !i.Ours.Fast || i.Told.IsUnknown || i.Told.OpenBlocks == 0), "every request has an answer (BEP 6)", TimeSpan.FromMinutes(5));
        Target.Stop();
        Honest.Stop();
        Until(() => Target.IsStopped && Honest.IsStopped, "both have stopped", TimeSpan.FromMinutes(1));
        Pass(TimeSpan.FromSeconds(15));
        Target.CheckStopped();
        Honest.CheckStopped();
        FuzzTarget.Require(_links.Count == 0 && _intruders.Count == 0, "a connection was left open");
    }

    public void Dispose()
    {
        Target.Dispose();
        Honest.Dispose();
    }

    private void Until(Func<bool> condition, string what, TimeSpan patience)
    {
        var until = Now + patience;
        Settle();
        while (!condition())
        {
            FuzzTarget.Require(Now < until, $"not within {patience.TotalMinutes} minutes: {what}; {Target.Describe()}; {Honest.Describe()}");
            Pass(Step);
            Check();
        }
    }

    private PairLink Connect(Endpoint from, Engine to)
    {
        var link = PairLink.Connect(from, to.Address);
        _links.Add(link);
        to.Accept(link.Other);
        return link;
    }

    private Intruder Enter(PairLink link, in Peers.Handshaking.Handshake handshake, ReadOnlySpan<byte> sent)
    {
        var intruder = new Intruder(link, _torrent, Target, _loop, handshake);
        _intruders.Add(intruder);
        intruder.SayHandshake(sent);
        return intruder;
    }

    /// <summary>The network as one engine sees it.</summary>
    private sealed class Wire(World world, Endpoint from) : ITransport
    {
        public IListener? Listen(Loop loop, Endpoint local, IAcceptHandler handler, out string? failure) => throw new NotSupportedException();

        public IDatagrams? OpenDatagrams(Loop loop, Endpoint local, IDatagramHandler handler, out string? failure) => throw new NotSupportedException();

        public void Dial(Loop loop, Endpoint? local, Endpoint remote, TimeSpan timeout, IDialHandler handler)
        {
            if (remote == TargetAddress || remote == HonestAddress)
            {
                var link = world.Connect(from, remote == TargetAddress ? world.Target : world.Honest);
                loop.Post(() => handler.OnConnected(link));
            }
            else if (from == TargetAddress && world._dials.Count < 16)
            {
                world._dials.Add((loop.Now, remote, handler));
            }
            else
            {
                loop.Post(() => handler.OnDialFailed("connection refused"));
            }
        }
    }
}
