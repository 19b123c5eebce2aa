using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Shoal.Cli.Shipping;

namespace Shoal.Cli.Tests.Shipping;

/// <summary>What another process may say to a client, and what it may not.</summary>
public sealed class FrameTests
{
    [Theory]
    [InlineData(0, 0u, "there is no message 0")]
    [InlineData(99, 0u, "there is no message 99")]
    [InlineData((byte)FrameKind.Call, (1u << 20) + 1, "a message Call has 1048576 bytes at most")]
    [InlineData((byte)FrameKind.Line, (1u << 16) + 1, "a message Line has 65536 bytes at most")]
    [InlineData((byte)FrameKind.Out, uint.MaxValue, "a message Out has 65536 bytes at most")]
    [InlineData((byte)FrameKind.Interrupt, 1u, "a message Interrupt has 0 bytes at most")]
    [InlineData((byte)FrameKind.Exit, 5u, "a message Exit has 4 bytes at most")]
    public void A_length_that_no_message_has_is_refused_before_anything_is_made_for_it(byte kind, uint length, string says)
    {
        Assert.False(Frame.TryReadHeader(Header(kind, length), out _, out _, out var reason));
        Assert.StartsWith(says, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_arrive_as_they_were_sent_however_the_bytes_are_cut()
    {
        foreach (var (payloads, cut) in ArbMap.Default.GeneratorFor<(byte[][], PositiveInt)>().Sample(100))
        {
            var bytes = new MemoryStream();
            foreach (var payload in payloads)
            {
                var header = new byte[Frame.HeaderLength];
                new Frame(FrameKind.Out, payload).WriteHeader(header);
                bytes.Write(header);
                bytes.Write(payload);
            }

            bytes.Position = 0;
            await using var link = new FrameLink(new CutStream(bytes, cut.Get));
            foreach (var payload in payloads)
            {
                var frame = await link.ReadAsync(CancellationToken.None);
                Assert.Equal(FrameKind.Out, frame!.Value.Kind);
                Assert.Equal(payload, frame.Value.Payload.ToArray());
            }

            Assert.Null(await link.ReadAsync(CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_message_that_ends_in_the_middle_is_no_message()
    {
        await using var whole = new FrameLink(new MemoryStream([.. Header((byte)FrameKind.Line, 5), .. "abc"u8]));
        await Assert.ThrowsAsync<EndOfStreamException>(() => whole.ReadAsync(CancellationToken.None));
        await using var header = new FrameLink(new MemoryStream([4, 0]));
        Assert.Null(await header.ReadAsync(CancellationToken.None));
        await using var nonsense = new FrameLink(new MemoryStream([.. "GET / HTTP/1.1"u8]));
        await Assert.ThrowsAsync<InvalidDataException>(() => nonsense.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("", "the call cannot be read")]
    [InlineData("null", "the call is empty")]
    [InlineData("[[[[", "the call cannot be read")]
    [InlineData("""{"version":2,"folder":"/"}""", "the client that runs is of another version of shoal: stop it and start it again")]
    [InlineData("""{"version":1,"arguments":null,"folder":"/"}""", "a command line has 16384 words at most")]
    [InlineData("""{"version":1,"arguments":["a",null],"folder":"/"}""", "a word of the command line is missing")]
    [InlineData("""{"version":1,"arguments":[]}""", "the call names no folder")]
    [InlineData("""{"version":1,"arguments":[],"folder":null}""", "the call names no folder")]
    [InlineData("""{"version":1,"arguments":[],"folder":"here"}""", "the folder of a call is a whole path")]
    [InlineData("""{"version":1,"arguments":[],"folder":"/a\u0000b"}""", "the folder of a call is a whole path")]
    public void A_call_that_is_none_has_its_reason(string json, string says)
    {
        Assert.False(ShippedCall.TryRead(Encoding.UTF8.GetBytes(json), out _, out var reason));
        Assert.Equal(says, reason);
    }

    [Fact]
    public void A_call_is_read_as_it_was_written_and_its_screen_has_a_width()
    {
        var call = new ShippedCall { Arguments = ["napster", "get", "Zoë", "--", "-x"], Folder = "/here", IsTerminal = true, Width = 132 };
        Assert.True(ShippedCall.TryRead(call.Write(), out var read, out _));
        Assert.Equal(call.Arguments, read.Arguments);
        Assert.Equal(call with { Arguments = read.Arguments }, read);
        foreach (var (said, taken) in new[] { (int.MinValue, 20), (0, 20), (int.MaxValue, 1000) })
        {
            Assert.True(ShippedCall.TryRead((call with { Width = said }).Write(), out read, out _));
            Assert.Equal(taken, read.Width);
        }
    }

    private static byte[] Header(byte kind, uint length)
    {
        var header = new byte[Frame.HeaderLength];
        header[0] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(1), length);
        return header;
    }
}
