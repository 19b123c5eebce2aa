using System.Text;
using Shoal.Metainfo;
using Shoal.Peers.Handshaking;

namespace Shoal.Peers.Tests.Handshaking;

public sealed class HandshakeTests
{
    private static readonly Sha1Hash Hash = new("aaaaaaaaaaaaaaaaaaaa"u8);
    private static readonly PeerId Id = new("-SH0001-123456789012"u8);

    /// <summary>BEP 3's 68 bytes; BEP 5: the last bit, BEP 6: reserved[7] |= 0x04, BEP 10: reserved[5] |= 0x10, BEP 52: reserved[7] |= 0x10.</summary>
    [Theory]
    [InlineData(false, false, false, false, "0000000000000000")]
    [InlineData(true, false, false, false, "0000000000000004")]
    [InlineData(false, true, false, false, "0000000000100000")]
    [InlineData(false, false, true, false, "0000000000000010")]
    [InlineData(false, false, false, true, "0000000000000001")]
    [InlineData(true, true, true, true, "0000000000100015")]
    public void It_is_the_68_bytes_of_the_BEPs(bool fast, bool extended, bool v2, bool dht, string reserved)
    {
        var handshake = new Handshake(Hash, Id, fast, extended, v2, dht);
        var bytes = new byte[68];
        bytes.AsSpan().Fill(0xee);
        handshake.Write(bytes);
        Assert.Equal(
            [19, .. "BitTorrent protocol"u8, .. Convert.FromHexString(reserved), .. Encoding.ASCII.GetBytes(new string('a', 20)), .. "-SH0001-123456789012"u8],
            bytes);
        Assert.True(Handshake.TryRead(bytes, out var read));
        Assert.Equal(handshake, read);
    }

    [Fact]
    public void Bits_of_extensions_that_we_do_not_know_are_passed_over()
    {
        var bytes = new byte[68];
        new Handshake(Hash, Id, Fast: true, Extended: false, V2: false).Write(bytes);
        Convert.FromHexString("FFFFFFFFFFEFFFEE").CopyTo(bytes, 20);
        Assert.True(Handshake.TryRead(bytes, out var read));
        Assert.Equal(new Handshake(Hash, Id, Fast: true, Extended: false, V2: false, Dht: false), read);
    }

    [Fact]
    public void Another_length_or_another_protocol_is_none()
    {
        var bytes = new byte[68];
        new Handshake(Hash, Id, false, false, false).Write(bytes);
        Assert.False(Handshake.TryRead(bytes.AsSpan(0, 67), out _));
        for (var i = 0; i < 20; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 0x20;
            Assert.False(Handshake.TryRead(changed, out _));
            Assert.False(Handshake.CouldBegin(changed.AsSpan(0, i + 1)));
            Assert.True(Handshake.CouldBegin(changed.AsSpan(0, i)));
        }
    }
}
