using Shoal.Metainfo;
using Shoal.Peers;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Messages;
using Shoal.Peers.Wire;
using Shoal.Runtime;
using Shoal.Runtime.Buffers;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// A stream says the same however it is cut, and every slot goes back. Input: a seed for the cuts, how many requests are outstanding,
/// then what the peer sends.
/// </summary>
public sealed class PeerWireTarget : FuzzTarget
{
    private const int Blocks = 24;
    private const int BlockLength = 16 * 1024;

    /// <summary>What one connection may allocate for so short an input: a message buffer that doubles.</summary>
    private const long MostMemory = 256 * 1024;

    private static readonly ReceiveScratch Scratch = new();
    private static readonly BufferSlab Slab = new();

    public override string Name => "peer-wire";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[]
            {
                "00000000", "0000000100", "0000000101", "0000000102", "0000000103", "0000000504", "0000000305", "0000000d06", "0000000d08", "0000000309",
                "000000050d", "000000010e", "000000010f", "0000000d10", "0000000511", "0000000214", "0000000907", "0000000d07", "0000400907", "0000400a07",
                "0000000c070000000100000000aabbcc", "00100000", "00100001", "ffffffff", "7fffffff", "80000000", "00000001000000", "0000000100004000",
                "0000003115", "0000003116", "0000005116", "0000003117", "00000000000000000000000200000000", "00000002000002000000020000000009",
            }.Select(Convert.FromHexString)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.Length < 2)
        {
            return;
        }

        var (seed, requests, stream) = (input[0], input[1] % (Blocks + 1), input[2..].ToArray());
        var whole = Hear(stream, requests, _ => stream.Length);
        var chance = new SeededChance(seed);
        var cut = Hear(stream, requests, left => 1 + chance.Below(chance.Below(4) == 0 ? left : Math.Min(left, 16)));
        Require(whole.SequenceEqual(cut, StringComparer.Ordinal), $"cut otherwise, a stream says otherwise:\n{string.Join('\n', whole)}\n--\n{string.Join('\n', cut)}");
    }

    private static List<string> Hear(byte[] stream, int requests, Func<int, int> cut)
    {
        var heard = new List<string>();
        var link = new StreamLink(stream);
        var connection = new PeerConnection(new IdleLoop(), link, new Handshake(default, default, true, true, false), Slab, Scratch, new Listener(Slab, heard));
        connection.Start();
        for (var i = 0; i < requests; i++)
        {
            // Lengths of three bytes make it likely that an answer fits into an input.
            connection.Request(new BlockRequest(new PieceIndex(1), i * BlockLength, i % 2 == 0 ? 3 : BlockLength), Slab.Rent());
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        while (link.Left > 0 && !connection.IsClosed)
        {
            link.Allow(Math.Min(link.Left, cut(link.Left)));
            while (link.Allowed > 0 && !connection.IsClosed)
            {
                connection.OnReadable();
            }
        }

        var told = heard.Sum(static line => 2L * line.Length);
        Require(GC.GetAllocatedBytesForCurrentThread() - before - 8 * told - 1024L * (stream.Length + 16) < MostMemory, "reading took too much memory");
        connection.Close("the end");
        Require(Slab.InUse == 0, "a slot was not given back");
        return heard;
    }

    private sealed class Listener(BufferSlab slab, List<string> heard) : IPeerHandler
    {
        public void OnMessage(in PeerMessage message)
        {
            heard.Add($"{message.Kind} {Convert.ToHexString(message.Payload)}");
            if (message.Kind is MessageKind.HashRequest or MessageKind.Hashes or MessageKind.HashReject)
            {
                var written = new byte[HashRequest.PayloadLength];
                message.HashRequest.Write(written);
                Require(message.Payload.StartsWith(written), "a hash request reads otherwise than it is written");
                Require(message.Kind != MessageKind.Hashes || message.Hashes.Length % Sha256Hash.Length == 0, "hashes are cut");
            }
        }

        public void OnBlock(in Outstanding block)
        {
            heard.Add($"{block.Request} {Convert.ToHexString(block.Slot.Span[..block.Request.Length])}");
            slab.Return(block.Slot);
        }

        public void OnUnwantedBlock(in BlockRequest block) => heard.Add($"unwanted {block}");

        public void OnReceived()
        {
        }

        public void OnSendLow()
        {
        }

        public void OnClosed(string reason) => heard.Add(reason);
    }

    /// <summary>Nothing is sent, so nothing has to run.</summary>
    private sealed class IdleLoop() : Loop(Runtime.Real.SystemClock.Instance)
    {
        public override bool IsCurrent => true;

        protected override void Wake()
        {
        }
    }
}
