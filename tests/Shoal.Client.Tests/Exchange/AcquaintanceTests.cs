using FsCheck;
using FsCheck.Fluent;
using Shoal.Client.Exchange;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Exchange;

/// <summary>What BEP 11 lets one peer be told.</summary>
public sealed class AcquaintanceTests
{
    private static readonly Endpoint Receiver = Numbered(1000);

    [Fact]
    public void Whatever_comes_and_goes_the_peer_knows_in_the_end_who_is_here_and_no_rule_is_broken() => Prop.ForAll(
        Gen.Choose(0, 199).ArrayOf().Select(n => n.Distinct().ToArray()).ListOf().ToArbitrary(),
        static rounds =>
        {
            var acquaintance = new Acquaintance();
            var knows = new HashSet<Endpoint>();
            foreach (var round in rounds)
            {
                Hear(acquaintance.Tell([.. round.Select(Contact), Contact(1000)], Receiver), knows);
            }

            var now = rounds.Count == 0 ? [] : rounds[^1];
            for (var i = 0; i < 5; i++)
            {
                Hear(acquaintance.Tell([.. now.Select(Contact)], Receiver), knows);
            }

            Assert.Equal(now.Select(Numbered).Order(), knows.Order());
            Assert.Null(acquaintance.Tell([.. now.Select(Contact)], Receiver));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_swarm_larger_than_a_message_is_told_in_several()
    {
        var acquaintance = new Acquaintance();
        var contacts = Enumerable.Range(0, 120).Select(Contact).ToArray();
        Assert.Equal(50, acquaintance.Tell(contacts, Receiver)!.Added.Count);
        Assert.Equal(50, acquaintance.Tell(contacts, Receiver)!.Added.Count);
        Assert.Equal(20, acquaintance.Tell(contacts, Receiver)!.Added.Count);
        Assert.Equal(50, acquaintance.Tell([], Receiver)!.Dropped.Count);
    }

    /// <summary>The other side, which holds us to the BEP.</summary>
    private static void Hear(ExchangeMessage? message, HashSet<Endpoint> knows)
    {
        if (message is null)
        {
            return;
        }

        Assert.InRange(message.Added.Count + message.Dropped.Count, 1, 100);
        Assert.InRange(message.Added.Count, 0, 50);
        Assert.InRange(message.Dropped.Count, 0, 50);
        Assert.DoesNotContain(message.Added, c => c.Endpoint == Receiver || message.Dropped.Contains(c.Endpoint));
        Assert.All(message.Dropped, endpoint => Assert.True(knows.Remove(endpoint), "dropped what was never added"));
        Assert.All(message.Added, contact => Assert.True(knows.Add(contact.Endpoint), "added twice"));
    }

    private static Contact Contact(int number) => new(Numbered(number), ExchangeFlags.None);

    private static Endpoint Numbered(int number) => Endpoint.FromBytes([20, (byte)(number >> 8), (byte)number, 1], 6881);
}
