using Shoal.Dht;
using Shoal.Dht.Ids;
using Shoal.Net;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>A DHT of real nodes on virtual time, which come, stay for a while and leave. Who leaves is replaced by a newcomer at once.</summary>
internal sealed class Overlay
{
    private const int Routers = 4;
    private const ushort Port = 6881;

    /// <summary>Deaf ones hear for so long: they get into tables first.</summary>
    private static readonly TimeSpan HearsFor = TimeSpan.FromMinutes(5);

    private readonly AddressNames _names = new();
    private readonly Replay _replay;
    private readonly List<Member> _members = [];
    private string[] _entrances = [];
    private int _count;

    public Overlay(ulong seed, OverlayOptions options, Replay replay)
    {
        (Seed, Options, _replay) = (seed, options, replay);
        Network = new PacketNetwork(seed, options.Links);
        for (var i = 0; i < Routers; i++)
        {
            Add(Role.Router);
        }

        _entrances = [.. _members.Select(m => m.Node.Local.ToString())];
        for (var i = 0; i < options.Members; i++)
        {
            After(options.Beginning / options.Members * i, Come);
        }
    }

    public ulong Seed { get; }

    public OverlayOptions Options { get; }

    public PacketNetwork Network { get; }

    /// <summary>Who is there now.</summary>
    public IReadOnlyList<Member> Members => _members;

    /// <summary>Somebody of whom this holds, by chance; null where there is nobody.</summary>
    public Member? Any(Predicate<Member> holds)
    {
        var some = _members.FindAll(holds);
        return some.Count == 0 ? null : some[Network.Chance.Below(some.Count)];
    }

    /// <summary>Has something done later.</summary>
    public void After(TimeSpan delay, Action deed) => Network.Loop.CreateTimer(deed).Arm(delay);

    /// <summary>Lets time pass; what breaks names the seed.</summary>
    public void RunFor(TimeSpan time)
    {
        try
        {
            Network.RunFor(time);
        }
        catch (Exception e) when (e is not SimulationException)
        {
            throw Failure("the nodes broke: " + e.Message, e);
        }
    }

    /// <summary>Fails the run, with its seed, where something does not hold.</summary>
    public void Expect(bool holds, string what)
    {
        if (!holds)
        {
            throw Failure("expected: " + what, null);
        }
    }

    /// <summary>Opens a node of the given role, at a host of its own.</summary>
    public Member Add(Role role)
    {
        NodeId? id = role == Role.Lying || Network.Chance.Below(100) >= Options.SecurePercent ? SecureId.MakeRandom(Network.Secrets) : null;
        return Add(role, NewHost(role, id), Port, id);
    }

    /// <summary>Opens a node at a host, with an id that it keeps where one is given.</summary>
    public Member Add(Role role, PacketHost host, ushort port, NodeId? id)
    {
        var world = new DhtWorld { Loop = Network.Loop, Transport = host, Names = _names, Chance = Network.Chance, Secrets = Network.Secrets };
        var service = new DhtService(world, new DhtOptions { Bootstrap = _entrances }, Options.Node with { FixedId = id });
        Invariant.Check(service.Open([host.Address.WithPort(port)], saved: null) is null);
        var member = new Member(_count++, role, host, service, Network.Now);
        _members.Add(member);
        return member;
    }

    /// <summary>It leaves, and nobody takes its place.</summary>
    public void Remove(Member member)
    {
        member.Leave();
        _members.Remove(member);
    }

    private void Come()
    {
        var member = Add(RoleByChance());
        if (Options.MedianSession is { } median)
        {
            // Sessions that end by chance, as likely at any moment: -ln(x) / ln 2 has the median 1.
            var part = -Math.Log2((Network.Chance.Below(1_000_000) + 1) / 1_000_000.0);
            After(median * part, () =>
            {
                Remove(member);
                Come();
            });
        }
    }

    private Role RoleByChance()
    {
        var place = Network.Chance.Below(100) - Options.NattedPercent;
        return place < 0 ? Role.Natted
            : place < Options.DeafPercent ? Role.Deaf
            : place < Options.DeafPercent + Options.LyingPercent ? Role.Lying
            : Role.Open;
    }

    private PacketHost NewHost(Role role, NodeId? id) => new(Network, Network.Addresses.Next(Options.IsIPv4), role == Role.Natted, role switch
    {
        Role.Deaf => (inner, _) => new Deaf(inner, Network, Network.Now + HearsFor),
        Role.Lying => (inner, port) => new Liar(inner, port, Network, id.GetValueOrDefault()),
        _ => null,
    });

    private SimulationException Failure(string what, Exception? inner) => new(
        $"""
        {what}
        seed {Seed}, {Network.Now.TotalSeconds:F6} virtual seconds, {Network.Delivered} packets, {_members.Count} members
        replay: {_replay.CommandFor(Seed)}
        """, inner);
}
