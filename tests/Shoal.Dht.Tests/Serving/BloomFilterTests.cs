using Shoal.Dht.Serving;

namespace Shoal.Dht.Tests.Serving;

/// <summary>BEP 33, "Bloom Filters".</summary>
public sealed class BloomFilterTests
{
    private const string Vector =
        "F6C3F5EAA07FFD91BDE89F777F26FB2BFF37BDB8FB2BBAA2FD3DDDE7BACFFF75EE7CCBAE" +
        "FE5EEDB1FBFAFF67F6ABFF5E43DDBCA3FD9B9FFDF4FFD3E9DFF12D1BDF59DB53DBE9FA5B" +
        "7FF3B8FDFCDE1AFB8BEDD7BE2F3EE71EBBBFE93BCDEEFE148246C2BC5DBFF7E7EFDCF24F" +
        "D8DC7ADFFD8FFFDFDDFFF7A4BBEEDF5CB95CE81FC7FCFF1FF4FFFFDFE5F7FDCBB7FD79B3" +
        "FA1FC77BFE07FFF905B7B7FFC7FEFEFFE0B8370BB0CD3F5B7F2BD93FEB4386CFDD6F7FD5" +
        "BFAF2E9EBFFFFEECD67ADBF7C67F17EFD5D75EBA6FFEBA7FFF47A91EB1BFBB53E8ABFB57" +
        "62ABE8FF237279BFEFBFEEF5FFC5FEBFDFE5ADFFADFEE1FB737FFFFBFD9F6AEFFEEE76B6" +
        "FD8F72EF";

    [Fact]
    public void The_filter_of_1256_addresses_is_that_of_BEP_33_byte_for_byte_and_so_is_the_estimate()
    {
        var bytes = new byte[BloomFilter.Length];
        var filter = new BloomFilter(bytes);
        for (var i = 0; i < 256; i++)
        {
            filter.Insert(ServingDesk.At($"192.0.2.{i}:{i + 1}"));
        }

        for (var i = 0; i < 1000; i++)
        {
            filter.Insert(ServingDesk.At($"[2001:db8::{i:x}]:1"));
        }

        Assert.Equal(Vector, Convert.ToHexString(bytes));
        // The BEP cuts the digits that follow.
        Assert.InRange(BloomFilter.Estimate(bytes), 1224.9308, 1224.9309);
    }

    [Fact]
    public void The_union_of_two_is_the_filter_of_all_addresses()
    {
        var (a, b, all) = (new byte[BloomFilter.Length], new byte[BloomFilter.Length], new byte[BloomFilter.Length]);
        for (var i = 0; i < 300; i++)
        {
            new BloomFilter(i % 3 == 0 ? a : b).Insert(ServingDesk.V4(i, 1));
            new BloomFilter(all).Insert(ServingDesk.V4(i, 1));
        }

        Assert.NotEqual(all, b);
        new BloomFilter(b).Unite(a);
        Assert.Equal(all, b);
    }

    [Fact]
    public void Nobody_is_none_and_a_full_filter_is_some_number()
    {
        Assert.Equal(0, BloomFilter.Estimate(new byte[BloomFilter.Length]));
        var full = new byte[BloomFilter.Length];
        full.AsSpan().Fill(255);
        Assert.InRange(BloomFilter.Estimate(full), 7000, 8000);
    }
}
