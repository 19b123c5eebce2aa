using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shoal.TrackerServer.Control.Administration;

/// <summary>The forms of administration in JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(AdministrationRequest))]
[JsonSerializable(typeof(UserEntry))]
[JsonSerializable(typeof(IReadOnlyList<UserEntry>))]
[JsonSerializable(typeof(ReportEntry))]
[JsonSerializable(typeof(KeyEntry))]
[JsonSerializable(typeof(IReadOnlyList<KeyEntry>))]
[JsonSerializable(typeof(ListEntry))]
public sealed partial class AdministrationJson : JsonSerializerContext;
