using System.Text.Json;
using Shoal.Cli.Shell;
using Shoal.Metainfo;

namespace Shoal.Cli.Commands;

/// <summary>How every verb shows the hashes that a torrent is known by.</summary>
internal static class InfoHashLines
{
    public static void Write(InfoHashes hashes, Output output)
    {
        if (hashes.V1 is { } v1)
        {
            output.Field("info-hash v1", v1.ToString());
        }

        if (hashes.V2 is { } v2)
        {
            output.Field("info-hash v2", v2.ToString());
        }
    }

    public static void Write(InfoHashes hashes, Utf8JsonWriter json)
    {
        if (hashes.V1 is { } v1)
        {
            json.WriteString("infoHashV1", v1.ToString());
        }

        if (hashes.V2 is { } v2)
        {
            json.WriteString("infoHashV2", v2.ToString());
        }
    }
}
