using Shoal.Bencoding.Oracle;
using Shoal.Client.Exchange;
using Shoal.Client.Swarms;
using Shoal.Fuzz.Mutation;
using Shoal.Runtime;

namespace Shoal.Fuzz.Targets;

/// <summary>BEP 11: whatever a peer tells of others, no more counts than may, and nothing is dialled that cannot or must not be.</summary>
public sealed class ExchangeTarget : FuzzTarget
{
    private const int Most = 50;

    private static readonly Endpoint Teller = Endpoint.FromBytes([9, 9, 9, 9], 6881);

    public override string Name => "pex";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. new[] { "5:added6:", "7:added.f1:", "6:added618:", "8:added6.f1:", "7:dropped6:", "8:dropped618:", "5:added12:", "5:added0:", "de" }
            .Select(System.Text.Encoding.UTF8.GetBytes)];

    public override byte[]? Reshape(byte[] input, IChance chance) => BencodeReshaper.Reshape(input, [], chance);

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (!ExchangeMessage.TryRead(input, Most, out var message, out var reason))
        {
            Require(reason is { Length: > 0 }, "refused without a reason");
            return;
        }

        Require(message.Added.Count <= Most && message.Dropped.Count <= Most, "more contacts than may be");
        Require(ExchangeMessage.TryRead(message.ToBytes(), Most, out var again, out _)
            && Sorted(again.Added).SequenceEqual(Sorted(message.Added)) && again.Dropped.Order().SequenceEqual(message.Dropped.Order()), "what is written is not what was read");
        var book = new PeerBook(new SeededChance(1), listenPort: 6881);
        foreach (var contact in message.Added)
        {
            book.AddTold(contact.Endpoint, Teller, contact.Flags.HasFlag(ExchangeFlags.UploadOnly));
        }

        Require(book.All.All(static known => known.Endpoint.Port >= 1024 && AddressScopes.ScopeOf(known.Endpoint) == AddressScope.Global), "an address was taken that must not be dialled");
    }

    /// <summary>A v4-mapped address is written among those of IPv4.</summary>
    private static IEnumerable<Contact> Sorted(IEnumerable<Contact> contacts) => contacts.OrderBy(static c => c.Endpoint).ThenBy(static c => c.Flags);
}
