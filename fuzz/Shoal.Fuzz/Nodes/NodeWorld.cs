using Shoal.Dht;
using Shoal.Dht.Lookups;
using Shoal.Dht.Messages;
using Shoal.Dht.Nodes;
using Shoal.Dht.Rates;
using Shoal.Dht.Serving;
using Shoal.Net;
using Shoal.Net.Tests;
using Shoal.Runtime;
using Shoal.Trackers.Tests.Announcing;

namespace Shoal.Fuzz.Nodes;

/// <summary>A node, its clock, and eight addresses around it, of which the last has port 0.</summary>
internal sealed class NodeWorld : ILookupHandler
{
    private const int Known = 20;

    private static readonly Endpoint[] V4 = [.. Enumerable.Range(1, 8).Select(i => Endpoint.FromBytes([20, 0, (byte)i, 1], (ushort)(i == 8 ? 0 : 6881)))];
    private static readonly Endpoint[] V6 = [.. Enumerable.Range(1, 8).Select(i => Endpoint.FromBytes([0x20, 1, 0xd, 0xb8, 0, (byte)i, .. new byte[9], 1], (ushort)(i == 8 ? 0 : 6881)))];

    private readonly FakeWire _wire = new();
    private readonly SteppedLoop _loop;
    private readonly Endpoint[] _around;
    private readonly DhtNode _node;
    private readonly FakeWire.Port _port;
    private readonly NodeWitness _witness;
    private int _seen;
    private int _begun;
    private int _ended;

    /// <param name="options">Bits: IPv6, a crowd that is known already, read-only, a store of little room.</param>
    public NodeWorld(byte options)
    {
        _loop = new SteppedLoop(Time);
        _around = (options & 1) == 0 ? V4 : V6;
        var world = new DhtWorld { Loop = _loop, Transport = _wire, Names = new FakeNames(), Chance = new SeededChance(1), Secrets = new SeededSecrets(1) };
        var nodeOptions = new NodeOptions
        {
            ReadOnly = (options & 4) == 0 ? ReadOnlyMode.Auto : ReadOnlyMode.Always,
            Store = (options & 8) == 0 ? new PeerStoreOptions() : new PeerStoreOptions { Hashes = 2, PeersPerHash = 2 },
        };
        _node = DhtNode.Open(world, Endpoint.FromBytes((options & 1) == 0 ? new byte[4] : new byte[16], 0), null, nodeOptions, new QueryBudget(100, 300), out _)!;
        _witness = new NodeWitness(_node, () => _loop.Now);
        // The wire names a port by its first packet, which is a question to nobody else.
        _node.TryAsk(_around[0], null, _node.Upkeep, null, new KrpcQuery { Method = KrpcMethod.Ping });
        _port = _wire.Datagrams[0].From;
        Look(null);
        for (var i = 0; (options & 2) != 0 && i < Known; i++)
        {
            var contact = new NodeContact(new NodeId([.. Enumerable.Repeat((byte)(i * 13), NodeId.Length)]), _around[0].IsIPv4 ? Endpoint.FromBytes([30, (byte)i, 1, 1], 6881) : Endpoint.FromBytes([0x20, 1, 0xd, 0xb8, 1, (byte)i, .. new byte[10]], 6881));
            _node.Table.OnReply(contact, TimeSpan.FromMilliseconds(10), _loop.Now);
            _witness.Believes(contact);
        }
    }

    /// <summary>What is put in the place of a packet's "1:t4:".</summary>
    public enum Transactions
    {
        /// <summary>Nothing.</summary>
        Own,

        /// <summary>That of the last query to the sender.</summary>
        Asked,

        /// <summary>That of the last query to whomever.</summary>
        Others,
    }

    public ManualTime Time { get; } = new();

    /// <summary>The node hears a packet.</summary>
    public void Hear(int who, byte[] packet, Transactions transactions, bool hasToken)
    {
        var from = _around[who];
        if (transactions != Transactions.Own && _witness.LastQuery(transactions == Transactions.Asked ? from : null) is { } transaction)
        {
            Put(packet, "1:t4:"u8, transaction);
        }

        if (hasToken && _witness.TokenOf(from) is { } token)
        {
            Put(packet, "5:token8:"u8, token);
        }

        _witness.Before(from, packet);
        _port.Hear(from, packet);
        Look(packet);
        _witness.After();
    }

    /// <summary>The node does something of its own.</summary>
    public void Act(int who, byte what)
    {
        var target = new NodeId([.. Enumerable.Repeat(what, NodeId.Length)]);
        var to = _around[who % 7];
        switch (what & 3)
        {
            case 0:
                _node.Upkeep.Suggest(to);
                break;
            case 1 or 2:
                _begun++;
                new Lookup(_node, target, (what & 3) == 1 ? LookupKind.Peers : LookupKind.Scrape, this) { NoSeeds = (what & 4) != 0 }.Start((what & 8) != 0 ? [to] : []);
                break;
            default:
                _node.Upkeep.Join(_around[..7]);
                break;
        }
    }

    public void Pass(TimeSpan time)
    {
        _loop.Settle();
        Look(null);
        _loop.RunFor(time);
        Look(null);
    }

    /// <summary>Nobody says anything more: all that was begun ends.</summary>
    public void End()
    {
        Pass(TimeSpan.FromMinutes(3));
        FuzzTarget.Require(_ended == _begun, $"{_ended} lookups ended of {_begun}");
        _witness.After();
        _node.Close();
        FuzzTarget.Require(_wire.Open == 0, "a port stays open");
    }

    public void OnAnswer(Lookup lookup, NodeContact from, in KrpcMessage reply)
    {
        foreach (var peer in reply.Values)
        {
            FuzzTarget.Require(peer != default, "a peer is nothing");
        }
    }

    public void OnEnd(Lookup lookup)
    {
        _ended++;
        FuzzTarget.Require(lookup.Queries <= Dht.Limits.QueriesPerLookup, "a lookup asks without end");
        var keepers = lookup.Keepers();
        FuzzTarget.Require(keepers.Count <= 2 * Dht.Limits.CrowdMost, "an announce goes to a crowd");
        new Announcement(_node, lookup.Target, 7000, isSeed: false, static _ => { }).Start(keepers);
    }

    private void Look(byte[]? heard)
    {
        for (; _seen < _wire.Datagrams.Count; _seen++)
        {
            _witness.Sent(_wire.Datagrams[_seen].To, _wire.Datagrams[_seen].Bytes, heard);
        }
    }

    private static void Put(byte[] packet, ReadOnlySpan<byte> behind, byte[] value)
    {
        var at = packet.AsSpan().LastIndexOf(behind);
        if (at >= 0 && packet.Length - at - behind.Length >= value.Length)
        {
            value.CopyTo(packet, at + behind.Length);
        }
    }
}
