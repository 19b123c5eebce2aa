using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Shoal.Metainfo.Hashing;

namespace Shoal.Metainfo.Tests.Hashing;

public sealed class LanesTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(16384)]
    [InlineData(1024 * 1024)]
    public unsafe void Each_lane_has_the_digest_that_the_framework_gives(int length)
    {
        Assert.SkipUnless(Lanes.IsSupported, "needs AVX-512");
        var data = TempFolder.Bytes(length * Lanes.Count, seed: length);
        var sha1 = new byte[Lanes.Count * 20];
        var sha256 = new byte[Lanes.Count * 32];

        fixed (byte* first = data)
        {
            var state = stackalloc Vector512<uint>[Sha1Lanes.StateWords];
            Sha1Lanes.Begin(state);
            Sha1Lanes.Append(state, first, length, 64);
            Sha1Lanes.Append(state, first + 64, length, length - 64);
            Sha1Lanes.Finish(state, length, sha1);
            Sha256Lanes.Hash(first, length, length, sha256);
        }

        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            var message = data.AsSpan(lane * length, length);
            Assert.Equal(SHA1.HashData(message), sha1[(lane * 20)..(lane * 20 + 20)]);
            Assert.Equal(SHA256.HashData(message), sha256[(lane * 32)..(lane * 32 + 32)]);
        }
    }
}
