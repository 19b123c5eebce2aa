using System.Reflection;

namespace Shoal.Client.Tests.Api;

/// <summary>A change of what the libraries offer is made on purpose: with SHOAL_APPROVE=1 this test writes the approved text anew, to be reviewed and committed.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Shoal.Bencoding")]
    [InlineData("Shoal.Runtime")]
    [InlineData("Shoal.Metainfo")]
    [InlineData("Shoal.Net")]
    [InlineData("Shoal.Peers")]
    [InlineData("Shoal.Trackers")]
    [InlineData("Shoal.Storage")]
    [InlineData("Shoal.Dht")]
    [InlineData("Shoal.Client")]
    public void The_public_API_is_as_approved(string assembly)
    {
        var offered = ApiText.Of(Assembly.Load(assembly));
        var path = Path.Combine(Folder(), "Approved", assembly + ".txt");
        if (Environment.GetEnvironmentVariable("SHOAL_APPROVE") is "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, offered);
        }

        Assert.Equal(File.ReadAllText(path), offered);
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Shoal.slnx")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "tests", "Shoal.Client.Tests", "Api");
    }
}
