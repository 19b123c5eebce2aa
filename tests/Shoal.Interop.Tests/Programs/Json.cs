using System.Text.Json;

namespace Shoal.Interop.Tests.Programs;

/// <summary>What --json prints: one object a line.</summary>
internal static class Json
{
    public static JsonElement Of(string line) => JsonDocument.Parse(line).RootElement;

    /// <summary>The last object that the program printed.</summary>
    public static JsonElement Last(Child child) =>
        Of(child.Out.LastOrDefault() ?? throw new InvalidOperationException("nothing was printed\n" + child.Story()));

    public static long Number(this JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
