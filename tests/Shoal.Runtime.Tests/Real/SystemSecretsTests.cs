using Shoal.Runtime.Real;

namespace Shoal.Runtime.Tests.Real;

public sealed class SystemSecretsTests
{
    [Fact]
    public void Two_secrets_differ()
    {
        var (first, second) = (new byte[20], new byte[20]);
        var secrets = new SystemSecrets();
        secrets.Fill(first);
        secrets.Fill(second);
        Assert.NotEqual(first, second);
        Assert.NotEqual(secrets.NextSeed(), secrets.NextSeed());
    }
}
