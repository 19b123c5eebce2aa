using Shoal.Fuzz.Connections;
using Shoal.Metainfo;
using Shoal.Net;
using Shoal.Peers.Handshaking;
using Shoal.Peers.Tests;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>
/// BEP 3: the 68 bytes that open a connection are read alike however they are cut, by their own figures, and not a byte more is taken of the stream.
/// The input: a seed for the cuts, then what the other side sends.
/// </summary>
public sealed class HandshakeTarget : FuzzTarget
{
    private const int Length = 68;

    public override string Name => "handshake";

    public override IReadOnlyList<byte[]> Words { get; } = [[19, .. "BitTorrent protocol"u8], "BitTorrent protocol"u8.ToArray(), new byte[8], [0, 0, 0, 0, 0, 0x10, 0, 0x14], [20]];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var (seed, stream) = (input[0], input[1..].ToArray());
        var isOne = stream.Length >= Length && stream[0] == 19 && stream.AsSpan(1, 19).SequenceEqual("BitTorrent protocol"u8);
        var head = stream[..Math.Min(Length, stream.Length)];
        Require(Handshake.TryRead(head, out var read) == isOne, "it is taken for a handshake and is none, or the other way about");
        Require(!isOne || !Handshake.TryRead([.. head, 0], out _), "69 bytes are a handshake");
        var heard = new Ear();
        var link = new StreamLink(stream);
        var chance = new SeededChance(seed);
        HandshakeExchange.Await(new HandLoop(new ManualTime()), link, TimeSpan.FromSeconds(10), heard);
        while (link.Left > 0 && !heard.HasEnded)
        {
            link.Allow(Math.Min(link.Left, 1 + chance.Below(chance.Below(3) == 0 ? link.Left : 8)));
            link.Handler!.OnReadable();
        }

        Require(heard.Heard.HasValue == isOne, "the exchange takes it for a handshake and it is none, or the other way about");
        if (heard.Heard is { } theirs)
        {
            Require(link.Left == stream.Length - Length, "it read beyond the handshake");
            Require(theirs == read && IsAsItStands(theirs, stream), "it reads otherwise than it stands there");
            var written = new byte[Length];
            theirs.Write(written);
            Require(Handshake.TryRead(written, out var again) && again == theirs, "it is written otherwise than it was read");
        }
        else
        {
            // Another protocol shows in its first wrong byte; only the beginning of ours is waited on.
            var right = 0;
            for (; right < Math.Min(20, stream.Length) && stream[right] == (right == 0 ? 19 : "BitTorrent protocol"[right - 1]); right++)
            {
            }

            Require(heard.HasEnded == (right < Math.Min(20, stream.Length)), "another protocol is waited on, or ours is not");
        }
    }

    private static bool IsAsItStands(in Handshake theirs, byte[] stream) =>
        theirs.InfoHash.Span.SequenceEqual(stream.AsSpan(28, Sha1Hash.Length)) && theirs.PeerId.Span.SequenceEqual(stream.AsSpan(48, 20))
        && theirs.Fast == ((stream[27] >> 2 & 1) == 1) && theirs.Extended == ((stream[25] >> 4 & 1) == 1) && theirs.V2 == ((stream[27] >> 4 & 1) == 1);

    private sealed class Ear : IHandshakeHandler
    {
        public Handshake? Heard { get; private set; }

        public bool HasEnded { get; private set; }

        public void OnHandshake(ILink link, in Handshake handshake) => (Heard, HasEnded) = (handshake, true);

        public void OnHandshakeFailed(ILink link, string reason)
        {
            Require(reason.Length > 0, "a failure has no reason");
            HasEnded = true;
        }
    }
}
