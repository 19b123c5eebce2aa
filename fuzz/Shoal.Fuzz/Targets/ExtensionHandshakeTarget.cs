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
            .Select(System.Text.Encoding.UTF8.GetBytes), "1:v4:\u202eabc"u8.ToArray()];

    public override byte[]? Reshape(byte[] input, IChance chance) =>
        input is [0, .. var dictionary] && BencodeReshaper.Reshape(dictionary, [], chance) is { } reshaped ? [0, .. reshaped] : null;

    public override void Run(ReadOnlySpan<byte> input)
    {
        var peer = new TheirExtensions();
        if (input is not [0, ..])
        {
            return;
        }

        ExtensionHandshake.TryTake(input[1..], peer);
        Require(peer.Requests is > 0 and <= RequestLimits.Outstanding, "a reqq out of bounds was taken");
        Require(peer.MetadataLength is >= 0 and <= 32 * 1024 * 1024, "a metadata size out of bounds was taken");
        Require(peer.ClientName is null || peer.ClientName.Length <= MostName, "a name is too long to show");
        Require(peer.ClientName?.Any(static c => char.IsControl(c) || c is '\u202e' or '\u200f') != true, "a name plays tricks on the terminal");
    }
}
