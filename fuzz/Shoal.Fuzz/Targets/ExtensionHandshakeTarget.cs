using System.Numerics;
using System.Text;
using Shoal.Bencoding.Oracle;
using Shoal.Client.Extensions;
using Shoal.Fuzz.Mutation;
using Shoal.Peers;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>BEP 10: whatever a peer says of itself, what is kept of it is within bounds and can be shown.</summary>
public sealed class ExtensionHandshakeTarget : FuzzTarget
{
    private const int MostName = 40;

    public override string Name => "extension-handshake";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "d1:m", "4:reqqi250e", "4:reqqi-1e", "4:reqqi99999999999e", "1:v5:\u001b[31m", "1:v", "1:pi6881e", "6:yourip4:", "13:metadata_sizei1e" }
            .Select(Encoding.UTF8.GetBytes), "1:v4:\u202eabc"u8.ToArray()];

    public override byte[]? Reshape(byte[] input, IChance chance) =>
        input is [0, .. var dictionary] && BencodeReshaper.Reshape(dictionary, [], chance) is { } reshaped ? [0, .. reshaped] : null;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var peer = new TheirExtensions();
        if (input is not [0, ..])
        {
            return;
        }

        var isTaken = ExtensionHandshake.TryTake(input[1..], peer);
        Require(peer.Requests is > 0 and <= RequestLimits.Outstanding, "a reqq out of bounds was taken");
        Require(peer.MetadataLength is >= 0 and <= 32 * 1024 * 1024, "a metadata size out of bounds was taken");
        Require(peer.ClientName is null || peer.ClientName.Length <= MostName, "a name is too long to show");
        Require(peer.ClientName?.Any(static c => char.IsControl(c) || c is '\u202e' or '\u200f') != true, "a name plays tricks on the terminal");
        if (isTaken && NaiveBencode.Decode(input[1..].ToArray(), strict: false, 64)?.Value is List<KeyValuePair<byte[], object>> root && HasNoTwins(root))
        {
            Compare(root, peer);
        }
    }

    /// <summary>What the slow reader finds in it, by the letter of BEP 9, 10 and 21.</summary>
    private static void Compare(List<KeyValuePair<byte[], object>> root, TheirExtensions peer)
    {
        var ids = ValueOf(root, "m") as List<KeyValuePair<byte[], object>> ?? [];
        Require(!HasNoTwins(ids) || (peer.MetadataId == IdOf(ids, "ut_metadata") && peer.ExchangeId == IdOf(ids, "ut_pex") && peer.UploadOnlyId == IdOf(ids, "upload_only")), "an id is another");
        Require(peer.ListenPort == (NumberOf(root, "p") is { } port && port > 0 && port < 65536 ? (int)port : 0), "the port is another");
        Require(peer.IsUploadOnly == (NumberOf(root, "upload_only") is { IsZero: false }), "upload_only is otherwise");
        Require(peer.MetadataLength == (NumberOf(root, "metadata_size") is { } length && length > 0 && length <= 32 * 1024 * 1024 ? (int)length : 0), "the metadata has another size");
        Require(peer.Requests == (NumberOf(root, "reqq") is { } requests && requests > 0 ? (int)BigInteger.Min(requests, RequestLimits.Outstanding) : 250), "reqq is another");
        Require((peer.OurAddress is not null) == (ValueOf(root, "yourip") is byte[] { Length: 4 or 16 }), "yourip is taken where it is none");
    }

    private static bool HasNoTwins(List<KeyValuePair<byte[], object>> pairs) => pairs.Select(static p => Convert.ToHexString(p.Key)).Distinct().Count() == pairs.Count;

    private static object? ValueOf(List<KeyValuePair<byte[], object>> pairs, string key) => pairs.Find(p => p.Key.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(key))).Value;

    /// <summary>Where it fits 64 bits: a larger one is no number to anybody.</summary>
    private static BigInteger? NumberOf(List<KeyValuePair<byte[], object>> pairs, string key) =>
        ValueOf(pairs, key) is BigInteger number && number >= long.MinValue && number <= long.MaxValue ? number : null;

    private static int IdOf(List<KeyValuePair<byte[], object>> ids, string name) => NumberOf(ids, name) is { } id && id >= 0 && id < 256 ? (int)id : 0;
}
