using Shoal.Dht.Serving;
using Shoal.Runtime;
using static Shoal.Dht.Tests.Serving.ServingDesk;

namespace Shoal.Dht.Tests.Serving;

/// <summary>BEP 5: who announces must have been given the token at the same address; here also for the same info-hash.</summary>
public sealed class TokensTests
{
    private static readonly Endpoint Alice = At("1.2.3.4:7000");

    [Fact]
    public void A_token_is_taken_for_five_minutes_whenever_it_was_given_and_never_after_ten()
    {
        for (var given = 0; given < 600; given += 7)
        {
            var tokens = ServingDesk.Tokens();
            var token = Given(tokens, Alice, Target(1), TimeSpan.FromSeconds(given));
            for (var later = 0; later <= 300; later += 50)
            {
                Assert.True(tokens.IsValid(token, Alice, Target(1), TimeSpan.FromSeconds(given + later)));
            }

            Assert.False(tokens.IsValid(token, Alice, Target(1), TimeSpan.FromSeconds(given + 600)));
        }
    }

    [Fact]
    public void A_token_is_forgotten_however_long_nobody_asked()
    {
        var tokens = ServingDesk.Tokens();
        var token = Given(tokens, Alice, Target(1), Start);
        Assert.False(tokens.IsValid(token, Alice, Target(1), Start + TimeSpan.FromHours(1)));
        Assert.False(tokens.IsValid(token, Alice, Target(1), Start + TimeSpan.FromHours(1) + Limits.TokenPeriod));
    }

    [Fact]
    public void A_token_replayed_from_another_address_is_refused()
    {
        var tokens = ServingDesk.Tokens();
        var token = Given(tokens, Alice, Target(1), Start);
        Assert.True(tokens.IsValid(token, Alice.WithPort(9), Target(1), Start));
        Assert.All(["1.2.3.5:7000", "2.2.3.4:7000", "[::102:304]:7000", "[2001:db8::1]:7000"], other => Assert.False(tokens.IsValid(token, At(other), Target(1), Start)));
        var v6 = Given(tokens, At("[2001:db8::1]:7"), Target(1), Start);
        Assert.All(["[2001:db8::2]:7", "[2001:db8:1::1]:7"], other => Assert.False(tokens.IsValid(v6, At(other), Target(1), Start)));
    }

    [Fact]
    public void A_token_for_another_hash_is_refused()
    {
        var tokens = ServingDesk.Tokens();
        var bytes = new byte[NodeId.Length];
        var token = Given(tokens, Alice, new NodeId(bytes), Start);
        for (var bit = 0; bit < NodeId.Bits; bit++)
        {
            bytes[bit / 8] ^= (byte)(0x80 >> bit % 8);
            Assert.False(tokens.IsValid(token, Alice, new NodeId(bytes), Start));
            bytes[bit / 8] ^= (byte)(0x80 >> bit % 8);
        }

        Assert.True(tokens.IsValid(token, Alice, new NodeId(bytes), Start));
    }

    [Fact]
    public void What_is_no_token_is_none()
    {
        var tokens = ServingDesk.Tokens();
        var token = Given(tokens, Alice, Target(1), Start);
        Assert.False(tokens.IsValid([], Alice, Target(1), Start));
        Assert.False(tokens.IsValid(token.AsSpan(1), Alice, Target(1), Start));
        Assert.False(tokens.IsValid([.. token, 0], Alice, Target(1), Start));
        Assert.False(tokens.IsValid(new byte[8], Alice, Target(1), Start));
        for (var bit = 0; bit < 64; bit++)
        {
            var other = token.ToArray();
            other[bit / 8] ^= (byte)(1 << bit % 8);
            Assert.False(tokens.IsValid(other, Alice, Target(1), Start));
        }
    }

    [Fact]
    public void Two_nodes_do_not_take_each_other_s_tokens()
        => Assert.False(ServingDesk.Tokens(seed: 1).IsValid(Given(ServingDesk.Tokens(seed: 2), Alice, Target(1), Start), Alice, Target(1), Start));

    private static byte[] Given(Tokens tokens, Endpoint to, NodeId target, TimeSpan now)
    {
        var token = new byte[Dht.Serving.Tokens.Length];
        tokens.Write(token, to, target, now);
        return token;
    }
}
