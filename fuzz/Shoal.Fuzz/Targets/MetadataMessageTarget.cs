using Shoal.Bencoding.Oracle;
using Shoal.Client.Metadata;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>BEP 9: a message from a peer, a dictionary with bytes behind it.</summary>
public sealed class MetadataMessageTarget : FuzzTarget
{
    public override string Name => "metadata-message";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "d8:msg_typei0e", "8:msg_typei1e", "8:msg_typei-1e", "5:piecei0e", "5:piecei-1e", "5:piecei4294967296e", "10:total_sizei34256e", "ee" }
            .Select(System.Text.Encoding.UTF8.GetBytes)];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, [], chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!MetadataMessage.TryRead(input, out var message))
        {
            return;
        }

        Require(message.Piece is >= 0 and <= 2048, "a piece out of bounds was taken");
        var oracle = NaiveBencode.Decode(input.ToArray(), strict: false, 200);
        Require(oracle is not null && oracle.Value.Used == message.DataOffset, "the data begins elsewhere");
        var pairs = (List<KeyValuePair<byte[], object>>)oracle!.Value.Value;
        Require(pairs.Exists(p => p.Key.AsSpan().SequenceEqual("piece"u8) && p.Value is System.Numerics.BigInteger piece && piece == message.Piece)
            && pairs.Exists(p => p.Key.AsSpan().SequenceEqual("msg_type"u8) && p.Value is System.Numerics.BigInteger type && type == (int)message.Kind), "it says something else");
        Require(message.DataOffset > 0 && message.DataOffset <= input.Length, "the data begins outside of the message");
        if (message.Kind == MetadataMessageKind.Request)
        {
            var again = MetadataMessage.Write(3, message.Kind, message.Piece);
            Require(MetadataMessage.TryRead(again.AsSpan(1), out var same) && same.Piece == message.Piece, "what is written is not what was read");
        }
    }
}
