using Shoal.TrackerServer.Tests;

namespace Shoal.Bencoding.Tests;

/// <summary>A node of the DHT reads thousands of packets a second into one document.</summary>
public sealed class BencodeAllocationTests
{
    private static readonly byte[][] Inputs =
    [
        "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers1:t2:aa1:y1:qe"u8.ToArray(),
        "d1:y1:q1:t2:aa1:q4:ping1:ad2:id20:abcdefghij0123456789ee and more"u8.ToArray(),
        "llllllllllllllllleeeeeeeeeeeeeeeee"u8.ToArray(),
        "d1:b0:1:a0:1:b0:e"u8.ToArray(),
        "d1:a"u8.ToArray(),
        [.. "d"u8, .. Enumerable.Range(0, 60).SelectMany(static i => new byte[] { (byte)'1', (byte)':', (byte)(200 - i), (byte)'0', (byte)':' }), .. "e"u8],
    ];

    [Fact]
    public void Reading_into_a_document_again_allocates_nothing_whatever_is_read()
    {
        var document = new BencodeDocument();
        var read = 0;
        Round();
        Assert.Equal(4, read);
        Assert.Equal(0, Garbage.Least(9, Round));

        void Round()
        {
            for (var i = 0; i < 20; i++)
            {
                foreach (var input in Inputs)
                {
                    read += document.TryRead(input, BencodeOptions.Lenient, out _) && i == 0 ? 1 : 0;
                }
            }
        }
    }
}
