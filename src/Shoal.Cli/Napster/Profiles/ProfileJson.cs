using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shoal.Cli.Napster.Profiles;

/// <summary>The form of a profile in JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Profile))]
internal sealed partial class ProfileJson : JsonSerializerContext;
