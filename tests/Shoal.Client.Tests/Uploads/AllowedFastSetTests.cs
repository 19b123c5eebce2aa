using Shoal.Client.Uploads;
using Shoal.Metainfo;
using Shoal.Runtime;

namespace Shoal.Client.Tests.Uploads;

public sealed class AllowedFastSetTests
{
    /// <summary>The vectors of BEP 6: 1313 pieces, an info-hash of aa, a node at 80.4.4.200.</summary>
    [Theory]
    [InlineData(7, new[] { 1059, 431, 808, 1217, 287, 376, 1188 })]
    [InlineData(9, new[] { 1059, 431, 808, 1217, 287, 376, 1188, 353, 508 })]
    public void It_is_the_set_of_BEP_6(int size, int[] expected)
    {
        var hash = new byte[20];
        hash.AsSpan().Fill(0xaa);
        var set = AllowedFastSet.Of(Endpoint.FromBytes([80, 4, 4, 200], 6881), new Sha1Hash(hash), 1313, size);
        Assert.Equal(expected, set.Select(p => p.Value));
        Assert.Equal(set, AllowedFastSet.Of(Endpoint.FromBytes([80, 4, 4, 1], 1), new Sha1Hash(hash), 1313, size));
    }

    [Fact]
    public void A_torrent_of_few_pieces_grants_them_all_and_IPv6_none()
    {
        Assert.Equal([0, 1, 2], AllowedFastSet.Of(Endpoint.FromBytes([1, 2, 3, 4], 1), default, 3, 10).Select(p => p.Value).Order());
        Assert.Empty(AllowedFastSet.Of(Endpoint.FromBytes(new byte[16], 1), default, 3, 10));
    }
}
