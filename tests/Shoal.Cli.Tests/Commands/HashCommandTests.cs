using System.Security.Cryptography;

namespace Shoal.Cli.Tests.Commands;

public sealed class HashCommandTests : IDisposable
{
    private readonly Cli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Hash_gives_plain_digests_and_the_hashes_of_create()
    {
        _cli.Write("stuff/a", 100_000);
        _cli.Write("stuff/b/c", 3_000_000, seed: 2);
        _cli.Write("stuff/empty", 0);

        var hashed = await Cli.Run("hash", _cli.PathOf("stuff"), "--json", "--source", "s");
        var created = await Cli.Run("create", _cli.PathOf("stuff"), "--json", "-o", _cli.PathOf("t"), "--source", "s");

        Assert.Equal(0, hashed.Exit);
        foreach (var file in hashed.Json.SkipLast(1))
        {
            var bytes = File.ReadAllBytes(_cli.PathOf("stuff/" + file.GetProperty("path").GetString()));
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), file.GetProperty("sha256").GetString());
        }

        Assert.Equal(3, hashed.Json.Count - 1);
        Assert.Equal(created.Json[0].GetProperty("infoHashV1").GetString(), hashed.Json[^1].GetProperty("infoHashV1").GetString());
        Assert.Equal(created.Json[0].GetProperty("infoHashV2").GetString(), hashed.Json[^1].GetProperty("infoHashV2").GetString());
    }
}
