using System.Numerics;
using Shoal.Runtime;

namespace Shoal.Simulation.Dht;

/// <summary>
/// Hosts that send datagrams, ten thousand of them and millions of packets: one clock, one loop, and one queue of packets under way, in memory that is used again.
/// <code>
///   RunUntil ─► batch of the loop: timers, flush ─► the next packet or timer ─► time goes on ─► the packet's handler ─┐
///                   ▲─────────────────────────────────────────────────────────────────────────────────────────────────┘
/// </code>
/// Every two hosts have a round trip of their own. All follows from the seed.
/// </summary>
internal sealed class PacketNetwork
{
    private const int BufferLength = 1536;
    private const ulong Odd = 0x9e37_79b9_7f4a_7c15;

    private readonly Dictionary<Endpoint, PacketPort> _ports = [];
    private readonly PriorityQueue<int, long> _due = new();
    private readonly Stack<int> _free = new();
    private readonly PacketClock _clock = new();
    private readonly ulong _salt;
    private Flight[] _flights = [];

    public PacketNetwork(ulong seed, LinkOptions links)
    {
        Links = links;
        Chance = new SeededChance(seed);
        Secrets = new SeededSecrets(new SeededChance(~seed));
        Addresses = new AddressPlan(Chance);
        Loop = new PacketLoop(_clock);
        _salt = Chance.Next();
    }

    public LinkOptions Links { get; }

    public PacketLoop Loop { get; }

    public SeededChance Chance { get; }

    public SeededSecrets Secrets { get; }

    public AddressPlan Addresses { get; }

    public TimeSpan Now => _clock.Now;

    /// <summary>Packets that arrived.</summary>
    public long Delivered { get; private set; }

    /// <summary>All packets that arrived, with their time: equal in two runs that were the same.</summary>
    public ulong Digest { get; private set; }

    /// <summary>Where every packet that arrives is told of; null for nobody.</summary>
    public Action<Endpoint, Endpoint, int>? Watch { get; set; }

    /// <summary>Lets time pass.</summary>
    public void RunFor(TimeSpan time) => RunUntil(Now + time);

    /// <inheritdoc cref="RunFor"/>
    public void RunUntil(TimeSpan end)
    {
        while (true)
        {
            var timer = Loop.Run();
            var packet = _due.TryPeek(out _, out var ticks) ? TimeSpan.FromTicks(ticks) : TimeSpan.MaxValue;
            var next = timer < packet ? timer.GetValueOrDefault() : packet;
            if (next > end)
            {
                _clock.Now = end;
                return;
            }

            _clock.Now = next > Now ? next : Now;
            if (packet == next)
            {
                Deliver(_due.Dequeue());
            }
        }
    }

    /// <summary>A packet leaves, from whatever address it says: who spoofs says another than its own.</summary>
    public void Send(Endpoint from, Endpoint to, ReadOnlySpan<byte> datagram)
    {
        if (_ports.TryGetValue(to, out var port) && datagram.Length <= BufferLength && Chance.Below(1000) >= Links.LossPerMille)
        {
            var number = Take();
            ref var flight = ref _flights[number];
            (flight.To, flight.From, flight.Length) = (port, from, datagram.Length);
            datagram.CopyTo(flight.Bytes);
            _due.Enqueue(number, (Now + Delay(from, to)).Ticks);
        }
    }

    public bool TryAdd(PacketPort port) => _ports.TryAdd(port.Local, port);

    public void Remove(PacketPort port) => _ports.Remove(port.Local);

    /// <summary>One way: half of the round trip of these two, and a little by chance.</summary>
    private TimeSpan Delay(Endpoint from, Endpoint to)
    {
        var (a, b) = (Salted(from), Salted(to));
        var part = ((a ^ b) * Odd) >> 32;
        var range = (Links.LongestRoundTrip - Links.ShortestRoundTrip).Ticks / 2;
        return Links.ShortestRoundTrip / 2 + TimeSpan.FromTicks((long)(part * (ulong)range >> 32) + Chance.Below((int)Links.Jitter.Ticks));
    }

    private ulong Salted(Endpoint endpoint)
    {
        var (high, low) = endpoint.AddressBits;
        var mixed = (high ^ _salt) * Odd ^ low;
        mixed = (mixed ^ mixed >> 29) * Odd;
        return (mixed ^ mixed >> 32) * Odd;
    }

    private void Deliver(int number)
    {
        // Handlers send, and the array may move.
        var flight = _flights[number];
        var port = flight.To!;
        if (port.LetsIn(flight.From, Now))
        {
            Delivered++;
            Digest = BitOperations.RotateLeft((Digest ^ (ulong)Now.Ticks ^ (ulong)flight.Length << 48) * Odd, 23) ^ port.Local.AddressBits.Low;
            Watch?.Invoke(flight.From, port.Local, flight.Length);
            port.Handler.OnDatagram(flight.From, flight.Bytes.AsSpan(0, flight.Length));
        }

        _flights[number].To = null;
        _free.Push(number);
    }

    private int Take()
    {
        if (_free.TryPop(out var number))
        {
            return number;
        }

        number = _flights.Length;
        Array.Resize(ref _flights, Math.Max(64, number * 2));
        for (var i = _flights.Length - 1; i >= number; i--)
        {
            _flights[i].Bytes = new byte[BufferLength];
            _free.Push(i);
        }

        return _free.Pop();
    }

    /// <summary>A packet under way; its bytes are used again.</summary>
    private struct Flight
    {
        public PacketPort? To;
        public Endpoint From;
        public int Length;
        public byte[] Bytes;
    }
}
