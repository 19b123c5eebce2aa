namespace Shoal.Interop.Tests.Programs;

/// <summary>The program under test: what ./test published and names in SHOAL, else what ./shoal published last.</summary>
internal static class ShoalProgram
{
    /// <summary>The published program.</summary>
    public static string Path { get; } = Environment.GetEnvironmentVariable("SHOAL") is { Length: > 0 } given
        ? given
        : System.IO.Path.Combine(Repository, "artifacts", "shoal", "current", "shoal");

    /// <summary>The runtime that runs this test runs the program too.</summary>
    public static string DotnetRoot { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    /// <summary>The source tree that this test was built from.</summary>
    public static string Repository
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(System.IO.Path.Combine(folder.FullName, "Shoal.slnx")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException("the tests lie in no source tree");
            }

            return folder.FullName;
        }
    }
}
