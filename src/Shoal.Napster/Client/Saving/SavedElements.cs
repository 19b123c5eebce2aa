using System.Buffers;
using System.Text.Json;
using Shoal.Metainfo;

namespace Shoal.Napster.Client.Saving;

/// <summary>Reads a list that was saved.</summary>
internal static class SavedElements
{
    /// <summary>The objects of an array; none where it is no such thing.</summary>
    public static IReadOnlyList<JsonElement> Of(byte[]? bytes)
    {
        if (bytes is null)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? [.. document.RootElement.EnumerateArray().Where(static each => each.ValueKind == JsonValueKind.Object).Select(static each => each.Clone())]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static string? Text(this JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long? Number(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static byte[]? Bytes(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : null;

    public static Sha256Hash? Hash(this JsonElement element, string name)
    {
        Span<byte> hash = stackalloc byte[Sha256Hash.Length];
        return element.Text(name) is { Length: 2 * Sha256Hash.Length } text && Convert.FromHexString(text, hash, out _, out _) == OperationStatus.Done ? new Sha256Hash(hash) : null;
    }
}
