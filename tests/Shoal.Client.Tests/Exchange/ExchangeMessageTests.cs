using System.Text;
using Shoal.Client.Exchange;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Exchange;

/// <summary>BEP 11's message.</summary>
public sealed class ExchangeMessageTests
{
    [Fact]
    public void Both_families_are_read_with_their_flags()
    {
        byte[] bytes = [.. "d5:added6:"u8, 1, 2, 3, 4, 0x1a, 0xe1, .. "7:added.f1:"u8, 0x13, .. "6:added618:"u8, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x1a, 0xe2,
            .. "8:added6.f1:"u8, 0x02, .. "7:dropped6:"u8, 5, 6, 7, 8, 0, 1, .. "e"u8];
        Assert.True(ExchangeMessage.TryRead(bytes, 50, out var message, out _));
        Assert.Equal(
            [new Contact(At("1.2.3.4:6881"), ExchangeFlags.PrefersEncryption | ExchangeFlags.UploadOnly | ExchangeFlags.Reachable), new Contact(At("[2001:db8::1]:6882"), ExchangeFlags.UploadOnly)],
            message.Added);
        Assert.Equal([At("5.6.7.8:1")], message.Dropped);
        Assert.Equal(bytes, message.ToBytes());
    }

    [Theory]
    [InlineData("d5:added6:1234567:added.f2:xxe")]
    [InlineData("d5:added6:1234567:added.f0:e")]
    [InlineData("d5:added6:123456e")]
    [InlineData("d5:added6:1234567:added.fi5ee")]
    public void Flags_that_do_not_fit_the_contacts_say_nothing(string text)
    {
        Assert.True(ExchangeMessage.TryRead(Encoding.Latin1.GetBytes(text), 50, out var message, out _));
        Assert.Equal([new Contact(At("49.50.51.52:13622"), ExchangeFlags.None)], message.Added);
    }

    [Theory]
    [InlineData("d5:added7:1234567e", "holds part of a contact")]
    [InlineData("d7:dropped5:12345e", "holds part of a contact")]
    [InlineData("d6:added617:12345678901234567e", "holds part of a contact")]
    [InlineData("d8:dropped619:1234567890123456789e", "holds part of a contact")]
    [InlineData("d5:added", "is no bencoded dictionary")]
    [InlineData("le", "is no bencoded dictionary")]
    [InlineData("", "is no bencoded dictionary")]
    public void What_is_broken_is_refused_with_its_reason(string text, string expected)
    {
        Assert.False(ExchangeMessage.TryRead(Encoding.Latin1.GetBytes(text), 50, out _, out var reason));
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void Of_hundreds_of_contacts_so_many_count_as_may_and_an_endless_message_is_not_read()
    {
        byte[] many = [.. "d5:added3000:"u8, .. new byte[3000], .. "6:added61800:"u8, .. new byte[1800], .. "7:dropped3000:"u8, .. new byte[3000], .. "e"u8];
        Assert.True(ExchangeMessage.TryRead(many, 50, out var message, out _));
        Assert.Equal((50, 50), (message.Added.Count, message.Dropped.Count));
        byte[] endless = [.. "d5:added60000:"u8, .. new byte[60000], .. "e"u8];
        Assert.False(ExchangeMessage.TryRead(endless, 50, out _, out var reason));
        Assert.Equal("is too long", reason);
    }

    private static Endpoint At(string text)
    {
        Assert.True(Endpoint.TryParse(text, out var endpoint));
        return endpoint;
    }
}
