using FsCheck;
using FsCheck.Fluent;
using Shoal.Peers.Messages;

namespace Shoal.Peers.Tests;

/// <summary>What a peer sends is heard whole and in order, wherever the stream is cut: the oracle is the list of messages as it was made.</summary>
public sealed class ReceivingPropertyTests
{
    private static readonly int[] PlainLengths = [0, 0, 0, 0, 4, -1, 12, 0, 12, 2];

    [Fact]
    public void Messages_are_heard_as_sent_however_they_are_split() => Check(20_000, (conversation, ends) =>
    {
        conversation.Run(ends);
        Assert.Null(ends.ClosedBecause);
        Assert.Equal(conversation.Expected, ends.Heard);
    });

    [Fact]
    public void Slots_go_back_wherever_the_connection_is_closed() => Check(20_000, (conversation, ends) =>
    {
        var left = conversation.Chance.Next(12);
        ends.AfterHearing = () =>
        {
            if (left-- == 0)
            {
                ends.Connection.Close("in the handler");
            }
        };
        conversation.Run(ends);
        ends.Connection.Close("after all");
        Assert.Equal(0, ends.Slab.InUse);
        Assert.Equal(conversation.Expected.Take(ends.Heard.Count), ends.Heard);
    });

    private static void Check(int most, Action<Conversation, Ends> holds) =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue)), seed =>
        {
            using var ends = new Ends();
            holds(new Conversation(seed, most), ends);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

    private sealed class Conversation(int seed, int mostBytes)
    {
        private readonly List<BlockRequest> _outstanding = [];
        private readonly List<byte> _stream = [];
        private int _nextBlock;

        public Random Chance { get; } = new(seed);

        public List<string> Expected { get; } = [];

        public void Run(Ends ends)
        {
            for (var round = 0; round < 4 && ends.ClosedBecause is null; round++)
            {
                for (var i = Chance.Next(40); i > 0; i--)
                {
                    var block = Wires.Block(_nextBlock / 4, 16384 * (_nextBlock++ % 4), Length());
                    _outstanding.Add(block);
                    ends.Request(block);
                }

                for (var i = Chance.Next(60); i > 0; i--)
                {
                    Say();
                }

                // A rest is kept for the next round: requests are made while a message is half here.
                Deliver(ends, round == 3 ? 0 : Chance.Next(30));
            }
        }

        /// <summary>Often the same, so that a block differs from the one expected by its place alone.</summary>
        private int Length() => Chance.Next(10) switch { 0 => Math.Min(16384, mostBytes), < 6 => 50, _ => Chance.Next(1, 200) };

        private void Say()
        {
            var dice = Chance.Next(20);
            if (dice < 10 && _outstanding.Count > 0)
            {
                // Mostly in the order asked for, sometimes not.
                var at = dice < 8 ? 0 : Chance.Next(_outstanding.Count);
                var block = _outstanding[at];
                _outstanding.RemoveAt(at);
                var bytes = Wires.Random(Chance.Next(), block.Length);
                Add(Wires.Piece(block, bytes), Ends.Told(block, bytes));
            }
            else if (dice < 12)
            {
                var block = Wires.Block(Chance.Next(1000, 2000), Chance.Next(), Chance.Next(4) == 0 ? 16384 : Chance.Next(100));
                Add(Wires.Piece(block, Wires.Random(Chance.Next(), block.Length)), Ends.Unwanted(block));
            }
            else if (dice < 13)
            {
                Add(new byte[4], Ends.Told(MessageKind.KeepAlive, []));
            }
            else
            {
                var id = Chance.Next(4) == 0 ? 4 : Chance.Next(10) < 7 ? Chance.Next(10) : Chance.Next(17, 256) switch { 17 => 18, var other => other };
                id = id is 7 or 21 or 22 or 23 ? 20 : id;
                var length = id < PlainLengths.Length ? PlainLengths[id] : -1;
                var payload = Wires.Random(Chance.Next(), length >= 0 ? length : Chance.Next(5) == 0 ? Chance.Next(mostBytes) : Chance.Next(50));
                Add(Wires.Message(id, payload), Ends.Told((MessageKind)id, payload));
            }
        }

        private void Add(byte[] bytes, string expected)
        {
            _stream.AddRange(bytes);
            Expected.Add(expected);
        }

        private void Deliver(Ends ends, int keep)
        {
            var bytes = _stream.ToArray();
            var end = Math.Max(0, bytes.Length - keep);
            var at = 0;
            while (at < end && ends.ClosedBecause is null)
            {
                var take = Math.Min(end - at, Chance.Next(3) switch { 0 => Chance.Next(1, 20), 1 => Chance.Next(1, 500), _ => Chance.Next(1, 60_000) });
                ends.Link.Deliver(bytes.AsMemory(at, take));
                at += take;
            }

            _stream.RemoveRange(0, at);
        }
    }
}
