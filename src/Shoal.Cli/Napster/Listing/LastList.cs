using System.Text.Json;
using Shoal.Cli.Napster.Profiles;
using Shoal.Cli.Shell;
using Shoal.Metainfo;
using Shoal.Napster.Client.Searching;

namespace Shoal.Cli.Napster.Listing;

/// <summary>What was listed last, by a search or a browse: so that a file can be fetched by its number.</summary>
internal static class LastList
{
    public static void Save(ProfileFolder folder, IReadOnlyList<RemoteFile> files)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            for (var i = 0; i < files.Count; i++)
            {
                json.WriteStartObject();
                FileRows.Write(json, i + 1, files[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        OutputFile.WritePrivate(PathOf(folder), buffer.ToArray(), ProfileFolder.Option);
    }

    /// <summary>The file of that number, from 1 on.</summary>
    /// <exception cref="VerbException">There is none.</exception>
    public static RemoteFile Find(ProfileFolder folder, int number)
    {
        var files = Load(folder);
        return number >= 1 && number <= files.Count ? files[number - 1]
            : throw new VerbException(ExitCode.Failed, files.Count == 0
                ? "nothing was listed yet: search first, 'shoal napster search WORDS'"
                : $"the last list has the numbers 1 to {files.Count}, and no {number}: search again, or give one of them");
    }

    private static List<RemoteFile> Load(ProfileFolder folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(folder)));
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return [];
        }
    }

    private static RemoteFile Read(JsonElement element) => new()
    {
        Nick = element.GetProperty("owner").GetString()!,
        Name = element.GetProperty("nameBytes").GetBytesFromBase64(),
        Token = element.GetProperty("token").GetString()!,
        Size = element.GetProperty("size").GetInt64(),
        Bitrate = element.GetProperty("bitrate").GetInt32(),
        Frequency = element.GetProperty("frequency").GetInt32(),
        Duration = element.GetProperty("seconds").GetInt32(),
        Line = element.GetProperty("line").GetInt32(),
        Sha256 = element.TryGetProperty("sha256", out var hash) && hash.GetString() is { Length: 2 * Sha256Hash.Length } text ? new Sha256Hash(Convert.FromHexString(text)) : null,
    };

    private static string PathOf(ProfileFolder folder) => Path.Combine(folder.Path, "last-list.json");
}
