using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shoal.Cli.Shipping;

/// <summary>The form of a call in JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ShippedCall))]
internal sealed partial class ShippingJson : JsonSerializerContext;
